package dev.breakwater.wire.bridge;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.JsonText;
import java.util.Arrays;

/** The client's bytes with the few places changed that a gateway must change. */
final class Splice {
  private static final byte[] MODEL = bytes("\"model\":");
  private static final byte[] OPTIONS = bytes("\"stream_options\":{\"include_usage\":true}");
  private static final byte[] OPTIONS_VALUE = bytes("{\"include_usage\":true}");
  private static final byte[] INCLUDE = bytes("\"include_usage\":true");
  private static final byte[] STREAM = bytes("\"stream\":true");
  private static final byte[] TRUE = bytes("true");
  private static final byte[] COMMA = bytes(",");

  private final byte[] body;
  private final AskFacts facts;
  private final ByteSink out;
  private int copied;

  private Splice(byte[] body, AskFacts facts, int more) {
    this.body = body;
    this.facts = facts;
    this.out = new ByteSink(body.length + more);
  }

  /**
   * @param addUsage whether to ask for the usage in the stream
   * @return the body itself where nothing has to change
   */
  static byte[] body(byte[] body, AskFacts facts, String model, boolean addUsage) {
    if (!addUsage && isSame(facts, model)) {
      return body;
    }
    byte[] quoted = JsonText.quote(model);
    boolean sameModel =
        facts.modelStart >= 0
            && Arrays.equals(body, facts.modelStart, facts.modelEnd, quoted, 0, quoted.length);
    if (sameModel && !addUsage) {
      return body;
    }
    return new Splice(body, facts, quoted.length + 64).write(quoted, addUsage);
  }

  /** Whether the body names the model as it would be written, for sure: one byte for each sign. */
  private static boolean isSame(AskFacts facts, String model) {
    return facts.modelStart >= 0
        && facts.modelEnd - facts.modelStart == model.length() + 2
        && model.equals(facts.model);
  }

  /** The same request for a stream. */
  static byte[] streamed(byte[] body, AskFacts facts) {
    Splice splice = new Splice(body, facts, STREAM.length + 8);
    if (facts.streamStart >= 0) {
      splice.replace(facts.streamStart, facts.streamEnd, TRUE);
    } else {
      splice.replace(facts.inside, facts.inside, STREAM);
      if (!facts.isEmpty) {
        splice.out.write(COMMA);
      }
    }
    return splice.out.write(body, splice.copied, body.length).take();
  }

  private byte[] write(byte[] quoted, boolean addUsage) {
    boolean optionsFirst = facts.optionsStart >= 0 && facts.optionsStart < facts.modelStart;
    insertMissing(quoted, addUsage);
    if (addUsage && optionsFirst) {
      options();
    }
    if (facts.modelStart >= 0) {
      replace(facts.modelStart, facts.modelEnd, quoted);
    }
    if (addUsage && !optionsFirst) {
      options();
    }
    return out.write(body, copied, body.length).take();
  }

  /** What the body lacks becomes its first members. */
  private void insertMissing(byte[] quoted, boolean addUsage) {
    boolean noModel = facts.modelStart < 0;
    boolean noOptions = addUsage && facts.optionsStart < 0;
    if (!noModel && !noOptions) {
      return;
    }
    replace(facts.inside, facts.inside, new byte[0]);
    if (noModel) {
      out.write(MODEL).write(quoted);
    }
    if (noOptions) {
      if (noModel) {
        out.write(COMMA);
      }
      out.write(OPTIONS);
    }
    if (!facts.isEmpty) {
      out.write(COMMA);
    }
  }

  private void options() {
    if (facts.optionsStart < 0) {
      return;
    }
    if (facts.includeStart >= 0) {
      replace(facts.includeStart, facts.includeEnd, TRUE);
    } else if (facts.optionsAreEmpty || body[facts.optionsStart] != '{') {
      replace(facts.optionsStart, facts.optionsEnd, OPTIONS_VALUE);
    } else {
      replace(facts.optionsStart + 1, facts.optionsStart + 1, INCLUDE);
      out.write(COMMA);
    }
  }

  private void replace(int start, int end, byte[] by) {
    out.write(body, copied, start).write(by);
    copied = end;
  }
}
