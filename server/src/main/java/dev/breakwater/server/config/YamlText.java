package dev.breakwater.server.config;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a tree as YAML that {@link ConfigurationLoader} reads back the same: short things on one
 * line, long ones a key a line. A text may hold references such as {@code ${NAME}}; one that means
 * those characters themselves goes through {@link #literal} first.
 */
public final class YamlText {
  private static final int WIDTH = 96;

  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9/](?:[A-Za-z0-9_./@+* -]|:(?=[A-Za-z0-9_./@+*-]))*(?<! )");

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_]*}");

  /** What a reader takes for something else than a text. */
  private static final Pattern TYPED =
      Pattern.compile("(?i)true|false|null|yes|no|on|off|[-+.]?\\d[\\d_.eExXa-fA-F:-]*");

  private final Map<String, String> comments;
  private final StringBuilder out = new StringBuilder();

  private YamlText(Map<String, String> comments) {
    this.comments = comments;
  }

  /**
   * @param comments what stands above a key or element, by its path such as {@code routes.smart}
   */
  public static String write(ObjectNode root, Map<String, String> comments) {
    YamlText text = new YamlText(comments);
    text.entries(root, "", 0);
    return text.out.toString();
  }

  /** The text such that no reference is seen in it. */
  public static String literal(String text) {
    return text.replace("${", "$${");
  }

  private void entries(ObjectNode object, String path, int depth) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String below = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      comment(below, depth);
      indent(depth);
      out.append(scalar(entry.getKey())).append(':');
      value(entry.getValue(), below, depth);
    }
  }

  private void value(JsonNode value, String path, int depth) {
    String flow = flow(value);
    boolean opens = (value instanceof ObjectNode || value instanceof ArrayNode) && !value.isEmpty();
    if (!opens || (depth > 0 && fits(flow, depth, path))) {
      out.append(' ').append(flow).append('\n');
    } else if (value instanceof ObjectNode object) {
      out.append('\n');
      entries(object, path, depth + 1);
    } else if (fits(flow, depth, path) && !value.get(0).isObject()) {
      out.append(' ').append(flow).append('\n');
    } else {
      out.append('\n');
      elements((ArrayNode) value, path, depth + 1);
    }
  }

  private void elements(ArrayNode array, String path, int depth) {
    int index = 0;
    for (JsonNode element : array) {
      String below = path + "[" + index++ + "]";
      comment(below, depth);
      String flow = flow(element);
      indent(depth);
      out.append("- ");
      if (!(element instanceof ObjectNode object) || object.isEmpty() || fits(flow, depth, below)) {
        out.append(flow).append('\n');
      } else {
        int from = out.length();
        entries(object, below, depth + 1);
        // The first key stands beside the dash.
        out.delete(from, from + 2 * (depth + 1));
      }
    }
  }

  private boolean fits(String flow, int depth, String path) {
    return flow.length() + 2 * depth + path.length() - path.lastIndexOf('.') < WIDTH
        && comments.keySet().stream()
            .noneMatch(it -> it.startsWith(path + ".") || it.startsWith(path + "["));
  }

  private void comment(String path, int depth) {
    String comment = comments.get(path);
    if (comment != null) {
      for (String line : comment.split("\n", -1)) {
        indent(depth);
        out.append(line.isEmpty() ? "#" : "# " + line).append('\n');
      }
    }
  }

  private void indent(int depth) {
    out.append("  ".repeat(depth));
  }

  private static String flow(JsonNode value) {
    StringBuilder flow = new StringBuilder();
    switch (value) {
      case ObjectNode object -> {
        flow.append('{');
        object
            .properties()
            .forEach(entry ->
                flow.append(flow.length() == 1 ? "" : ", ")
                    .append(scalar(entry.getKey()))
                    .append(": ")
                    .append(flow(entry.getValue())));
        flow.append('}');
      }
      case ArrayNode array -> {
        flow.append('[');
        array.forEach(element -> flow.append(flow.length() == 1 ? "" : ", ").append(flow(element)));
        flow.append(']');
      }
      default -> flow.append(single(value));
    }
    return flow.toString();
  }

  private static String single(JsonNode value) {
    if (value.isString()) {
      return scalar(value.stringValue());
    }
    return value.isNumber() ? value.decimalValue().toPlainString() : value.toString();
  }

  private static String scalar(String text) {
    boolean plain =
        REFERENCE.matcher(text).matches()
            || (PLAIN.matcher(text).matches() && !TYPED.matcher(text).matches());
    return plain ? text : quoted(text);
  }

  /** References keep their characters, for the reader hides them before it looks for quotes. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    Matcher references = References.matcher(text);
    int from = 0;
    while (references.find()) {
      escape(text.substring(from, references.start()), quoted);
      quoted.append(references.group());
      from = references.end();
    }
    escape(text.substring(from), quoted);
    return quoted.append('"').toString();
  }

  private static void escape(String text, StringBuilder quoted) {
    text.codePoints()
        .forEach(letter -> {
          if (letter == '"' || letter == '\\') {
            quoted.append('\\').appendCodePoint(letter);
          } else if (letter < ' '
              || (letter >= 0x7f && letter <= 0xa0)
              || letter == 0x2028
              || letter == 0x2029
              || letter == 0xfeff) {
            quoted.append(String.format(Locale.ROOT, "\\u%04X", letter));
          } else {
            quoted.appendCodePoint(letter);
          }
        });
  }
}
