package dev.breakwater.operations.changes;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the small JSON objects that say how something was before and after a change. Fields stand
 * in the order they are put in, so that people see at a glance what differs. Not for secrets,
 * except by {@link #masked}.
 */
public final class ChangeText {
  private static final char FIRST_PRINTABLE = 0x20;

  private final StringBuilder json = new StringBuilder("{");

  private ChangeText() {}

  public static ChangeText object() {
    return new ChangeText();
  }

  /**
   * @param value null for a field that has none
   */
  public ChangeText put(String name, @Nullable String value) {
    name(name);
    string(value);
    return this;
  }

  public ChangeText put(String name, long value) {
    name(name).append(value);
    return this;
  }

  public ChangeText put(String name, boolean value) {
    name(name).append(value);
    return this;
  }

  /** An amount, as a plain decimal. */
  public ChangeText put(String name, BigDecimal value) {
    name(name).append(value.toPlainString());
    return this;
  }

  /** A list of texts. */
  public ChangeText put(String name, Collection<String> values) {
    name(name).append('[');
    String between = "";
    for (String value : values) {
      json.append(between);
      string(value);
      between = ",";
    }
    json.append(']');
    return this;
  }

  /** A list of objects. */
  public ChangeText objects(String name, List<ChangeText> objects) {
    name(name)
        .append(objects.stream().map(ChangeText::text).collect(Collectors.joining(",", "[", "]")));
    return this;
  }

  /** An object within this one. */
  public ChangeText put(String name, ChangeText object) {
    name(name).append(object.text());
    return this;
  }

  /**
   * A secret, of which the fingerprint is shown.
   *
   * @param secret null where there is none
   */
  public ChangeText masked(String name, @Nullable String secret, Fingerprints fingerprints) {
    return put(name, secret == null ? null : fingerprints.of(secret));
  }

  /** The object as JSON. */
  public String text() {
    return json + "}";
  }

  private StringBuilder name(String name) {
    if (json.length() > 1) {
      json.append(',');
    }
    string(name);
    return json.append(':');
  }

  private void string(@Nullable String text) {
    if (text == null) {
      json.append("null");
      return;
    }
    json.append('"');
    for (int index = 0; index < text.length(); index++) {
      character(text.charAt(index));
    }
    json.append('"');
  }

  private void character(char character) {
    if (character == '"' || character == '\\') {
      json.append('\\').append(character);
    } else if (character < FIRST_PRINTABLE || Character.isSurrogate(character)) {
      // Halves of a pair are written so, too: one that stands alone fits into no database.
      json.append("\\u%04x".formatted((int) character));
    } else {
      json.append(character);
    }
  }
}
