package dev.breakwater.acceptance.exposition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A scrape, read as strictly as the format allows, with everything that is wrong with it. */
public final class Exposition {
  private static final String EOF = "# EOF";
  private static final int LONGEST_EXEMPLAR = 128;

  private final Format format;
  private final List<String> problems = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();
  private final Map<String, String> types = new LinkedHashMap<>();
  private final Set<String> helped = new HashSet<>();
  private final Set<String> left = new HashSet<>();
  private final Set<String> series = new HashSet<>();
  private String family = "";

  /** How a scrape is written. */
  public enum Format {
    /** Prometheus's own text, version 0.0.4. */
    PLAIN,
    /** OpenMetrics 1.0. */
    OPEN_METRICS
  }

  private Exposition(Format format) {
    this.format = format;
  }

  public static Exposition read(String text, Format format) {
    Exposition exposition = new Exposition(format);
    exposition.readAll(text);
    return exposition;
  }

  /** Everything that is wrong; empty when nothing is. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  public List<Sample> samples() {
    return List.copyOf(samples);
  }

  /** The names that queries may ask for. */
  public Set<String> names() {
    return samples.stream().map(Sample::name).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The sum of all series of that name whose labels have these values. */
  public double sum(String name, Map<String, String> labels) {
    return samples.stream()
        .filter(it -> it.name().equals(name))
        .filter(it -> it.labels().entrySet().containsAll(labels.entrySet()))
        .mapToDouble(Sample::value)
        .sum();
  }

  /** The counters that were higher, or there, in an earlier scrape of the same process. */
  public List<String> fallenSince(Exposition earlier) {
    Map<String, Double> now = new HashMap<>();
    samples.forEach(it -> now.put(it.series(), it.value()));
    return earlier.samples.stream()
        .filter(it -> earlier.isCounted(it.name()))
        .filter(it -> now.getOrDefault(it.series(), -1.0) < it.value())
        .map(Sample::series)
        .toList();
  }

  private boolean isCounted(String name) {
    return switch (types.getOrDefault(familyOf(name), "")) {
      case "counter" -> true;
      case "histogram" -> name.endsWith("_bucket") || name.endsWith("_count");
      default -> false;
    };
  }

  private void readAll(String text) {
    if (!text.endsWith("\n")) {
      problems.add("the last line has no end");
    }
    List<String> lines = List.of(text.split("\n"));
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.equals(EOF)) {
        if (format == Format.PLAIN || i != lines.size() - 1) {
          problems.add(EOF + " has no place at line " + (i + 1));
        }
      } else if (line.startsWith("#")) {
        comment(line);
      } else {
        sample(line);
      }
    }
    if (format == Format.OPEN_METRICS && !text.endsWith(EOF + "\n")) {
      problems.add("no " + EOF);
    }
    Histograms.check(samples, types, problems);
  }

  private void comment(String line) {
    String[] parts = line.split(" ", 4);
    if (parts.length < 4 || !parts[2].matches("[a-zA-Z_:][a-zA-Z0-9_:]*")) {
      problems.add("not a comment: " + line);
      return;
    }
    String name = parts[2];
    switch (parts[1]) {
      case "TYPE" -> {
        enter(name);
        if (types.put(name, parts[3]) != null) {
          problems.add("a second TYPE of " + name);
        }
        if (!parts[3].matches("counter|gauge|histogram|summary|info|stateset|untyped|unknown")) {
          problems.add("no type: " + line);
        }
      }
      case "HELP" -> {
        enter(name);
        if (!helped.add(name)) {
          problems.add("a second HELP of " + name);
        }
        if (parts[3].isBlank()) {
          problems.add("an empty HELP of " + name);
        }
      }
      case "UNIT" -> enter(name);
      default -> problems.add("a comment of no kind: " + line);
    }
  }

  /** Families stand one behind the other and never again, description before samples. */
  private void enter(String name) {
    if (!family.equals(name)) {
      left.add(family);
      family = name;
      if (left.contains(name)) {
        problems.add(name + " is not in one piece");
      }
    } else if (samples.stream().anyMatch(it -> familyOf(it.name()).equals(name))) {
      problems.add("a description behind samples of " + name);
    }
  }

  private void sample(String line) {
    Sample sample;
    try {
      sample = Line.read(line);
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
      return;
    }
    String its = familyOf(sample.name());
    if (!its.equals(family) || !types.containsKey(its) || !helped.contains(its)) {
      problems.add(sample.name() + " has no HELP and TYPE before it");
    }
    if (!series.add(sample.series())) {
      problems.add("twice: " + sample.series());
    }
    if ("counter".equals(types.get(its))) {
      counter(sample);
    }
    sample.exemplar().ifPresent(exemplar -> exemplar(sample, exemplar));
    samples.add(sample);
  }

  private void counter(Sample sample) {
    if (!sample.name().endsWith("_total") && !sample.name().endsWith("_created")) {
      problems.add("a counter that does not end in _total: " + sample.name());
    }
    if (!(sample.value() >= 0)) {
      problems.add("a counter below zero: " + sample);
    }
  }

  private void exemplar(Sample sample, Sample.Exemplar exemplar) {
    if (format == Format.PLAIN) {
      problems.add("an exemplar in plain text: " + sample);
    }
    int length =
        exemplar.labels().entrySet().stream()
            .mapToInt(it -> it.getKey().length() + it.getValue().length())
            .sum();
    if (length > LONGEST_EXEMPLAR) {
      problems.add("an exemplar longer than " + LONGEST_EXEMPLAR + ": " + sample);
    }
    if (!sample.name().endsWith("_bucket") && !sample.name().endsWith("_total")) {
      problems.add("an exemplar where none may be: " + sample);
    }
    if (sample.name().endsWith("_bucket")
        && exemplar.value() > Histograms.bound(sample.labels().get("le"))) {
      problems.add("an exemplar above its bucket: " + sample);
    }
  }

  /** The family that a sample's name belongs to. */
  private String familyOf(String name) {
    for (String suffix : List.of("", "_total", "_created", "_bucket", "_sum", "_count", "_info")) {
      if (name.endsWith(suffix)) {
        String shorter = name.substring(0, name.length() - suffix.length());
        @Nullable String type = types.get(shorter);
        if (type != null && fits(type, suffix)) {
          return shorter;
        }
      }
    }
    return name;
  }

  private boolean fits(String type, String suffix) {
    return switch (type) {
      case "counter" ->
          format == Format.PLAIN
              ? suffix.isEmpty()
              : suffix.equals("_total") || suffix.equals("_created");
      case "histogram" -> List.of("_bucket", "_sum", "_count", "_created").contains(suffix);
      case "summary" -> List.of("", "_sum", "_count", "_created").contains(suffix);
      case "info" -> suffix.equals("_info");
      default -> suffix.isEmpty();
    };
  }
}
