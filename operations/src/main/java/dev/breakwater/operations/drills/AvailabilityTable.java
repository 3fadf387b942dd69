package dev.breakwater.operations.drills;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The results of an availability study as people read them. */
public final class AvailabilityTable {
  private static final String MARK = "<!-- ./breakwater drill availability --docs docs -->\n\n";

  private static final List<String> HEAD =
      List.of(
          "",
          "answered of all",
          "time with one up",
          "answered while one was up",
          "failed while one was up",
          "calls a request",
          "median",
          "p95",
          "p99");

  private final List<List<String>> rows;

  public AvailabilityTable(List<PolicyResult> results) {
    rows = results.stream().map(AvailabilityTable::row).toList();
  }

  /** A table of a Markdown document; ends with a line break. */
  public String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add(markdownLine(HEAD));
    lines.add("|---|" + "---:|".repeat(HEAD.size() - 1));
    rows.forEach(row -> lines.add(markdownLine(row)));
    return String.join("\n", lines) + "\n";
  }

  /**
   * A Markdown document with this table in the place of the one below the line that names the
   * command.
   *
   * @throws IllegalArgumentException when the document has no such line
   */
  public String into(String document) {
    int place = document.indexOf(MARK);
    if (place < 0) {
      throw new IllegalArgumentException("no line " + MARK.strip());
    }
    int from = place + MARK.length();
    int until = from;
    while (document.startsWith("|", until)) {
      until = document.indexOf('\n', until) + 1;
    }
    return document.substring(0, from) + markdown() + document.substring(until);
  }

  /** The same for a terminal, a figure a line, so that it fits. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      text.append(row.getFirst()).append('\n');
      for (int column = 1; column < HEAD.size(); column++) {
        text.append(String.format(Locale.ROOT, "  %-26s%12s%n", HEAD.get(column), row.get(column)));
      }
    }
    return text.toString();
  }

  private static String markdownLine(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static List<String> row(PolicyResult result) {
    return List.of(
        result.policy().name(),
        percent(result.answeredShare(), 2),
        percent(result.timeUp(), 3),
        percent(result.answeredWhileUpShare(), 3),
        Long.toString(result.whileUp() - result.answeredWhileUp()),
        String.format(Locale.ROOT, "%.3f", result.callsPerRequest()),
        seconds(result.median()),
        seconds(result.p95()),
        seconds(result.p99()));
  }

  /** Cut, not rounded, so that no share looks better than it is. */
  private static String percent(double share, int digits) {
    double scale = Math.pow(10, digits);
    return String.format(
        Locale.ROOT, "%." + digits + "f %%", Math.floor(share * 100 * scale + 1e-9) / scale);
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
