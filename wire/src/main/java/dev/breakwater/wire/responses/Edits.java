package dev.breakwater.wire.responses;

import dev.breakwater.wire.json.ByteSink;
import java.util.ArrayList;
import java.util.List;

/** Places of a text that are to be replaced, in their order; all else stays byte for byte. */
final class Edits {
  private record Edit(int start, int end, byte[] by) {}

  private final byte[] bytes;
  private final List<Edit> edits = new ArrayList<>();
  private int grows;

  Edits(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Replaces what stands there; must not begin before the last edit ends. */
  Edits replace(int start, int end, byte[] by) {
    edits.add(new Edit(start, end, by));
    grows += by.length;
    return this;
  }

  Edits insert(int at, byte[] what) {
    return replace(at, at, what);
  }

  /** Takes over another's edits of the same text. */
  Edits addAll(Edits others) {
    edits.addAll(others.edits);
    grows += others.grows;
    return this;
  }

  /** The text with its edits; itself when there are none. */
  byte[] applied() {
    if (edits.isEmpty()) {
      return bytes;
    }
    ByteSink out = new ByteSink(bytes.length + grows);
    write(0, bytes.length, out);
    return out.take();
  }

  /** Writes a part of the text with the edits in it. */
  void write(int start, int end, ByteSink out) {
    int copied = start;
    for (Edit edit : edits) {
      out.write(bytes, copied, edit.start()).write(edit.by());
      copied = edit.end();
    }
    out.write(bytes, copied, end);
  }
}
