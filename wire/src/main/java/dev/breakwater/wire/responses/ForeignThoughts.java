package dev.breakwater.wire.responses;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.json.JsonCursor;
import dev.breakwater.wire.json.MalformedBody;

/** Takes the thoughts of other vendors' models out of a request, which OpenAI cannot read. */
final class ForeignThoughts {
  private static final byte[] MARK = bytes(Signature.MARK);
  private static final byte[] QUOTED_MARK = bytes("\"" + Signature.MARK);
  private static final byte[] INPUT = bytes("input");
  private static final byte[] ENCRYPTED = bytes("encrypted_content");
  private static final byte[] NOTHING = {};

  private final JsonCursor cursor;
  private final byte[] body;
  private final Edits edits;

  private ForeignThoughts(byte[] body) {
    this.body = body;
    this.cursor = new JsonCursor(body, 0, body.length);
    this.edits = new Edits(body);
  }

  static byte[] without(byte[] body) {
    if (!hasMark(body)) {
      return body;
    }
    ForeignThoughts thoughts = new ForeignThoughts(body);
    try {
      thoughts.find();
    } catch (MalformedBody e) {
      return body; // Every ask was read before; what is none is for the provider to judge.
    }
    return thoughts.edits.applied();
  }

  /** Looks at every fourth byte only, unless it may be one of the mark's. */
  private static boolean hasMark(byte[] body) {
    int last = MARK.length - 1;
    for (int i = last; i < body.length; ) {
      switch (body[i]) {
        case '.' -> {
          if (body[i - 1] == MARK[2] && body[i - 2] == MARK[1] && body[i - 3] == MARK[0]) {
            return true;
          }
          i += MARK.length;
        }
        case '1' -> i += 1;
        case 'w' -> i += 2;
        case 'b' -> i += 3;
        default -> i += MARK.length;
      }
    }
    return false;
  }

  private void find() throws MalformedBody {
    if (!cursor.firstMember()) {
      return;
    }
    do {
      if (cursor.keyIs(INPUT) && cursor.peek() == '[') {
        input();
      } else {
        cursor.skip();
      }
    } while (cursor.nextMember());
  }

  /** An item goes with the comma before it, the first ones with the comma behind. */
  private void input() throws MalformedBody {
    if (!cursor.firstElement()) {
      return;
    }
    boolean kept = false;
    int before = cursor.position();
    boolean more = true;
    while (more) {
      int start = cursor.position();
      boolean foreign = cursor.peek() == '{' && isForeign();
      if (cursor.position() == start) {
        cursor.skip();
      }
      int end = cursor.position();
      more = cursor.nextElement();
      if (!foreign) {
        kept = true;
        before = end;
      } else if (kept) {
        edits.replace(before, end, NOTHING);
        before = end;
      } else {
        edits.replace(start, more ? cursor.position() : end, NOTHING);
      }
    }
  }

  private boolean isForeign() throws MalformedBody {
    boolean foreign = false;
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(ENCRYPTED) && cursor.peek() == '"') {
          int at = cursor.position();
          foreign = startsWith(at);
        }
        cursor.skip();
      } while (cursor.nextMember());
    }
    return foreign;
  }

  private boolean startsWith(int at) {
    for (int i = 0; i < QUOTED_MARK.length; i++) {
      if (at + i >= body.length || body[at + i] != QUOTED_MARK[i]) {
        return false;
      }
    }
    return true;
  }
}
