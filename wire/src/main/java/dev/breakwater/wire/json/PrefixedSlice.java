package dev.breakwater.wire.json;

/**
 * A text and a slice behind it as one JSON string, such as a data URL whose content stays where it
 * was received; stands in a tree as a POJO node.
 *
 * @param prefix written as it is: ASCII without quotes, backslashes and control characters
 */
public record PrefixedSlice(String prefix, JsonSlice slice) {
  /** Bytes between the quotes. */
  public int length() {
    return prefix.length() + slice.length();
  }

  void writeTo(ByteSink out) {
    out.write('"').write(prefix);
    slice.writeInside(out);
    out.write('"');
  }
}
