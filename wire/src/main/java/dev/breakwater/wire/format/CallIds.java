package dev.breakwater.wire.format;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** The ids of tool calls in the form that strict providers accept. */
public final class CallIds {
  private CallIds() {}

  /**
   * The id itself where it has only letters, digits, {@code _} and {@code -}; else one made of it,
   * the same each time, so that a call and its result still agree.
   *
   * @param longest the most characters that the provider accepts, at least 16
   */
  public static String accepted(String id, int longest) {
    if (!id.isEmpty() && id.length() <= longest && isPlain(id)) {
      return id;
    }
    CRC32C sum = new CRC32C();
    sum.update(id.getBytes(StandardCharsets.UTF_8));
    StringBuilder made = new StringBuilder();
    for (int i = 0; i < Math.min(id.length(), longest - 9); i++) {
      made.append(isPlain(id.charAt(i)) ? id.charAt(i) : '_');
    }
    return made.append('_').append("%08x".formatted(sum.getValue())).toString();
  }

  private static boolean isPlain(String id) {
    return id.chars().allMatch(c -> isPlain((char) c));
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}
