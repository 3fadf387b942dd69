package dev.breakwater.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The rows as a table for people: plain text with the range of the samples, or Markdown without.
 */
final class Table {
  private final List<Subject> subjects;
  private final List<Row> rows;

  Table(List<Row> rows) {
    this.rows = rows;
    this.subjects =
        List.of(Subject.values()).stream()
            .filter(subject -> rows.stream().anyMatch(row -> row.value(subject).isPresent()))
            .toList();
  }

  String text() {
    List<List<String>> cells = cells(true);
    int columns = cells.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> line : cells) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : cells) {
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String padding = " ".repeat(widths[i] - line.get(i).length());
        boolean right = i > 1 && i < columns - 2;
        out.append(right ? padding + line.get(i) : line.get(i) + padding).append("  ");
      }
      text.append(out.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  String markdown() {
    List<List<String>> cells = cells(false);
    List<String> head = cells.getFirst();
    StringBuilder text = new StringBuilder();
    text.append(markdown(head)).append("|---".repeat(2));
    text.append("|--:".repeat(head.size() - 4)).append("|---|---|\n");
    cells.stream().skip(1).map(Table::markdown).forEach(text::append);
    return text.toString();
  }

  private static String markdown(List<String> line) {
    return "| " + String.join(" | ", line.stream().map(String::strip).toList()) + " |\n";
  }

  private List<List<String>> cells(boolean ranges) {
    List<List<String>> lines = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("measured", "unit"));
    subjects.forEach(subject -> head.add(subject.title()));
    head.addAll(List.of("ratio", "target", "met"));
    lines.add(head);
    for (Row row : rows) {
      List<String> line = new ArrayList<>(List.of(row.figure().words(), row.figure().unit()));
      subjects.forEach(subject -> line.add(cell(row, subject, ranges)));
      OptionalDouble ratio = row.ratio();
      line.add(ratio.isEmpty() ? "" : String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()));
      line.add(row.figure().target().words());
      line.add(
          switch (row.verdict()) {
            case OPEN -> "";
            case MET -> "yes";
            case MISSED -> "NO";
          });
      lines.add(line);
    }
    return lines;
  }

  private static String cell(Row row, Subject subject, boolean ranges) {
    OptionalDouble value = row.value(subject);
    if (value.isEmpty()) {
      return "";
    }
    String number = Row.number(value.getAsDouble());
    List<Double> samples = row.samples().getOrDefault(subject, List.of());
    if (!ranges || samples.size() < 2 || row.figure().summary() != Row.Summary.MEDIAN) {
      return number;
    }
    String least = Row.number(Collections.min(samples));
    String most = Row.number(Collections.max(samples));
    return number + " (" + least + "–" + most + ")";
  }
}
