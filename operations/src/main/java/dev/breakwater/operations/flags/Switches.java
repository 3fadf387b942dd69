package dev.breakwater.operations.flags;

import java.util.Locale;
import java.util.Optional;

/** The words in which switches are written, and texts in quotes. */
final class Switches {
  private Switches() {}

  static Optional<FlagValue.Switch> of(String word) {
    return switch (word.strip().toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "on" -> Optional.of(new FlagValue.Switch(true));
      case "false", "0", "no", "off" -> Optional.of(new FlagValue.Switch(false));
      default -> Optional.empty();
    };
  }

  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(letter -> {
          if (letter == '"' || letter == '\\') {
            quoted.append('\\').append((char) letter);
          } else if (letter < ' ') {
            quoted.append(String.format(Locale.ROOT, "\\u%04x", letter));
          } else {
            quoted.append((char) letter);
          }
        });
    return quoted.append('"').toString();
  }
}
