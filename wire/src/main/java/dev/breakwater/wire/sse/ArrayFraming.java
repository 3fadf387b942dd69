package dev.breakwater.wire.sse;

import dev.breakwater.wire.json.ByteSink;

/**
 * One JSON array that grows by an element an event, as Google streams to clients that do not ask
 * for server-sent events. Belongs to one stream.
 */
public final class ArrayFraming {
  private boolean opened;
  private boolean closed;

  /** Writes what goes before the next element. */
  public void element(ByteSink out) {
    if (opened) {
      out.write(',').write('\r').write('\n');
    } else {
      out.write('[');
    }
    opened = true;
  }

  /** Ends the array, an empty one too; once. */
  public void end(ByteSink out) {
    if (closed) {
      return;
    }
    if (!opened) {
      out.write('[');
    }
    out.write(']');
    closed = true;
  }
}
