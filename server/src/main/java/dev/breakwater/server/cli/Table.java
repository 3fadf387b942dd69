package dev.breakwater.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Rows under headings, each column as wide as its widest cell. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table(List<String> headings) {
    row(headings);
  }

  void row(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  List<String> lines() {
    int[] widths =
        IntStream.range(0, rows.getFirst().size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = row.get(column);
      line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
    }
    return line.toString().stripTrailing();
  }

  /** A text of an object; a dash where there is none. */
  static String cell(JsonNode object, String name) {
    String text = object.path(name).stringValue("");
    return text.isEmpty() ? "-" : text;
  }

  /** A list of texts of an object; a dash where there is none. */
  static String cells(JsonNode object, String name) {
    List<String> texts = object.path(name).valueStream().map(it -> it.stringValue("")).toList();
    return texts.isEmpty() ? "-" : String.join(",", texts);
  }
}
