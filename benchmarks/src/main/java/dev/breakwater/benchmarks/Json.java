package dev.breakwater.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The result for machines: every sample, what it comes to and whether that is enough. */
final class Json {
  private Json() {}

  static String of(Map<String, String> machine, List<Row> rows) {
    String facts =
        machine.entrySet().stream()
            .map(fact -> "    " + text(fact.getKey()) + ": " + text(fact.getValue()))
            .collect(Collectors.joining(",\n"));
    String lines = rows.stream().map(Json::row).collect(Collectors.joining(",\n"));
    return "{\n  \"machine\": {\n" + facts + "\n  },\n  \"rows\": [\n" + lines + "\n  ]\n}\n";
  }

  private static String row(Row row) {
    StringBuilder out = new StringBuilder("    {\"id\": " + text(row.figure().id()));
    out.append(", \"what\": ").append(text(row.figure().words()));
    out.append(", \"unit\": ").append(text(row.figure().unit()));
    for (Subject subject : Subject.values()) {
      OptionalDouble value = row.value(subject);
      if (value.isPresent()) {
        String samples =
            row.samples().getOrDefault(subject, List.of()).stream()
                .map(Json::number)
                .collect(Collectors.joining(", "));
        out.append(", ").append(text(subject.title())).append(": {\"value\": ");
        out.append(number(value.getAsDouble())).append(", \"samples\": [").append(samples);
        out.append("]}");
      }
    }
    row.ratio().ifPresent(ratio -> out.append(", \"ratio\": ").append(number(ratio)));
    if (!row.figure().target().words().isEmpty()) {
      out.append(", \"target\": ").append(text(row.figure().target().words()));
    }
    switch (row.verdict()) {
      case OPEN -> {}
      case MET -> out.append(", \"met\": true");
      case MISSED -> out.append(", \"met\": false");
    }
    return out.append('}').toString();
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4f", value);
  }

  private static String text(String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"");
    return '"' + escaped.replaceAll("\\p{Cntrl}", " ") + '"';
  }
}
