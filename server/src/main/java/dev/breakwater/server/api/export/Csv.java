package dev.breakwater.server.api.export;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Lines of CSV as RFC 4180 has them. A text that a spreadsheet would take for a formula gets an
 * apostrophe in front, for such texts come from strangers: models, error messages, request ids.
 */
public final class Csv {
  private static final String FORMULAS = "=+-@\t\r\n";
  private static final String QUOTED = "\",\r\n";
  private static final String END = "\r\n";

  private Csv() {}

  public static String headings(List<String> names) {
    return String.join(",", names) + END;
  }

  /** What is null or missing is an empty cell. */
  public static String row(List<? extends @Nullable JsonNode> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(",")) + END;
  }

  private static String cell(@Nullable JsonNode value) {
    if (value == null || value.isNull() || value.isMissingNode()) {
      return "";
    }
    if (value.isNumber()) {
      return value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asString();
    }
    return value.isString() ? text(value.stringValue()) : value.asString();
  }

  /** A text as a cell that no spreadsheet runs. */
  static String text(String text) {
    String inert = isFormula(text) ? "'" + text : text;
    return inert.chars().anyMatch(it -> QUOTED.indexOf(it) >= 0)
        ? "\"" + inert.replace("\"", "\"\"") + "\""
        : inert;
  }

  private static boolean isFormula(String text) {
    return !text.isEmpty() && FORMULAS.indexOf(text.charAt(0)) >= 0;
  }
}
