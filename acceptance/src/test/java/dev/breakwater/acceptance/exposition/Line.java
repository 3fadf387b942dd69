package dev.breakwater.acceptance.exposition;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads one line of figures, character by character. */
final class Line {
  private final String text;
  private int at;

  private Line(String text) {
    this.text = text;
  }

  /**
   * @throws IllegalArgumentException saying what is wrong, and where
   */
  static Sample read(String text) {
    return new Line(text).sample();
  }

  private Sample sample() {
    String name = name("[a-zA-Z_:][a-zA-Z0-9_:]*");
    Map<String, String> labels = peek() == '{' ? labels() : Map.of();
    expect(' ');
    double value = number();
    Optional<Sample.Exemplar> exemplar = Optional.empty();
    if (at < text.length()) {
      expect(' ');
      if (peek() != '#') {
        number(); // a time stamp
        if (at < text.length()) {
          expect(' ');
        }
      }
      if (at < text.length()) {
        exemplar = Optional.of(exemplar());
      }
    }
    if (at != text.length()) {
      throw wrong("more than a sample");
    }
    return new Sample(name, labels, value, exemplar);
  }

  private Sample.Exemplar exemplar() {
    expect('#');
    expect(' ');
    Map<String, String> labels = labels();
    expect(' ');
    double value = number();
    if (at < text.length()) {
      expect(' ');
      number();
    }
    return new Sample.Exemplar(labels, value);
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    expect('{');
    while (peek() != '}') {
      String name = name("[a-zA-Z_][a-zA-Z0-9_]*");
      expect('=');
      if (labels.put(name, quoted()) != null) {
        throw wrong("label " + name + " stands twice");
      }
      if (peek() == ',') {
        at++;
      } else if (peek() != '}') {
        throw wrong("no comma between labels");
      }
    }
    expect('}');
    return labels;
  }

  private String quoted() {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (peek() != '"') {
      char next = text.charAt(at++);
      if (next == '\\') {
        next =
            switch (peek()) {
              case '\\' -> '\\';
              case '"' -> '"';
              case 'n' -> '\n';
              default -> throw wrong("an escape that does not exist");
            };
        at++;
      }
      value.append(next);
    }
    expect('"');
    return value.toString();
  }

  private double number() {
    int end = at;
    while (end < text.length() && text.charAt(end) != ' ') {
      end++;
    }
    String word = text.substring(at, end);
    at = end;
    return switch (word) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      case "NaN" -> Double.NaN;
      default -> {
        if (!word.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?")) {
          throw wrong("'" + word + "' is no number");
        }
        yield Double.parseDouble(word);
      }
    };
  }

  private String name(String pattern) {
    int end = at;
    while (end < text.length() && "{}=, \"".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    String name = text.substring(at, end);
    if (!name.matches(pattern)) {
      throw wrong("'" + name + "' is no name");
    }
    at = end;
    return name;
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong("it ends too early");
    }
    return text.charAt(at);
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw wrong("no '" + wanted + "'");
    }
    at++;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what + " at " + at + " of: " + text);
  }
}
