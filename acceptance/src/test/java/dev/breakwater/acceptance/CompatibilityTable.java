package dev.breakwater.acceptance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a run has shown, as a page of the documentation. */
final class CompatibilityTable {
  private static final String HEAD =
      """
      # Compatibility

      Which client gets what from which provider through Breakwater. This page is written by the acceptance test
      `ClientMatrixIT`, which asks every official client for every feature of every simulated provider and compares what the
      client was told with what the provider has seen and said; the test fails when the page and the run differ, and
      `./mvnw verify -pl acceptance -am -Dit.test=ClientMatrixIT -Dbreakwater.compatibility=write` writes it anew.

      A cell names the providers: `all`, or those that the client gets it from. `–` with a number: it cannot be expressed, for
      the reason below the table. `not yet`: it is not asked.
      """;

  private final List<Cell> cells = new ArrayList<>();

  /** What one client got. */
  private record Cell(
      Library library, Protocol protocol, Upstream upstream, Feature feature, Verdict verdict) {}

  /** How a combination went. */
  sealed interface Verdict {
    /** The client was told what the provider has said. */
    record Works() implements Verdict {}

    /** Client, protocol or provider have no words for it. */
    record Inexpressible(String why) implements Verdict {}

    /** It was not asked. */
    record NotYet() implements Verdict {}
  }

  synchronized void add(
      Library library, Protocol protocol, Upstream upstream, Feature feature, Verdict verdict) {
    cells.add(new Cell(library, protocol, upstream, feature, verdict));
  }

  synchronized String text() {
    StringBuilder page = new StringBuilder(HEAD);
    for (Protocol protocol : Protocol.values()) {
      table(page, protocol);
    }
    return page.toString();
  }

  private void table(StringBuilder page, Protocol protocol) {
    List<Library> libraries =
        Arrays.stream(Library.values()).filter(it -> it.protocols().contains(protocol)).toList();
    List<String> reasons = new ArrayList<>();
    page.append("\n## ").append(protocol.title()).append("\n\n| |");
    libraries.forEach(it -> page.append(" `").append(it.title()).append("` |"));
    page.append("\n|---|").append("---|".repeat(libraries.size())).append('\n');
    for (Feature feature : protocol.features()) {
      page.append("| ").append(feature.title()).append(" |");
      for (Library library : libraries) {
        page.append(' ').append(cell(library, protocol, feature, reasons)).append(" |");
      }
      page.append('\n');
    }
    if (!reasons.isEmpty()) {
      page.append('\n');
    }
    for (int number = 1; number <= reasons.size(); number++) {
      page.append(number).append(". ").append(reasons.get(number - 1)).append('\n');
    }
  }

  private String cell(Library library, Protocol protocol, Feature feature, List<String> reasons) {
    Map<Upstream, Verdict> verdicts = new EnumMap<>(Upstream.class);
    cells.stream()
        .filter(it -> it.library == library && it.protocol == protocol && it.feature == feature)
        .forEach(it -> verdicts.put(it.upstream, it.verdict));
    List<String> works = new ArrayList<>();
    List<String> others = new ArrayList<>();
    verdicts.forEach((upstream, verdict) -> {
      switch (verdict) {
        case Verdict.Works() -> works.add(upstream.provider());
        case Verdict.Inexpressible(String why) -> others.add("–" + number(why, reasons));
        case Verdict.NotYet() -> others.add("not yet");
      }
    });
    if (others.isEmpty()) {
      return "all";
    }
    String rest = others.stream().distinct().collect(Collectors.joining(", "));
    return works.isEmpty() ? rest : String.join(", ", works) + "; " + rest;
  }

  private static int number(String why, List<String> reasons) {
    if (!reasons.contains(why)) {
      reasons.add(why);
    }
    return reasons.indexOf(why) + 1;
  }
}
