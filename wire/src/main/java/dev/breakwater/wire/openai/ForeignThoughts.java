package dev.breakwater.wire.openai;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.JsonCursor;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts what only this gateway can have put into the messages out of a request's bytes: the thoughts
 * of other vendors' models, which are marked. Plain thoughts beside them say the same and go too.
 */
final class ForeignThoughts {
  private static final byte[] MARK = bytes(Signature.MARK);
  private static final byte[] MESSAGES = bytes("messages");
  private static final byte[] DETAILS = bytes("reasoning_details");
  private static final byte[] REASONING = bytes("reasoning");
  private static final byte[] REASONING_CONTENT = bytes("reasoning_content");
  private static final byte[] TOOL_CALLS = bytes("tool_calls");
  private static final byte[] EXTRA_CONTENT = bytes("extra_content");

  private final byte[] body;
  private final JsonCursor cursor;
  private final ByteSink out;
  private int copied;

  private ForeignThoughts(byte[] body) {
    this.body = body;
    this.cursor = new JsonCursor(body, 0, body.length);
    this.out = new ByteSink(body.length);
  }

  /**
   * @return the body itself where nothing is marked
   */
  static byte[] cut(byte[] body) {
    if (!isMarked(body, 0, body.length)) {
      return body;
    }
    try {
      return new ForeignThoughts(body).cut();
    } catch (MalformedBody e) {
      return body; // Its scan has accepted it: what is wrong deeper down is the provider's to say.
    }
  }

  /** Looks at every fourth byte, and only around the mark's own at more. */
  private static boolean isMarked(byte[] bytes, int start, int end) {
    int i = start + 3;
    while (i < end) {
      switch (bytes[i]) {
        case '.' -> {
          if (bytes[i - 1] == MARK[2] && bytes[i - 2] == MARK[1] && bytes[i - 3] == MARK[0]) {
            return true;
          }
          i += 4;
        }
        case '1' -> i++;
        case 'w' -> i += 2;
        case 'b' -> i += 3;
        default -> i += 4;
      }
    }
    return false;
  }

  private byte[] cut() throws MalformedBody {
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(MESSAGES) && cursor.peek() == '[') {
          messages();
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    return copied == 0 ? body : out.write(body, copied, body.length).take();
  }

  private void messages() throws MalformedBody {
    if (cursor.firstElement()) {
      do {
        int from = cursor.position();
        JsonCursor whole = new JsonCursor(body, from, body.length);
        whole.skip();
        if (isMarked(body, from, whole.position()) && cursor.peek() == '{') {
          message();
        } else {
          cursor.skip();
        }
      } while (cursor.nextElement());
    }
  }

  private void message() throws MalformedBody {
    Members members = new Members(cursor.position() + 1);
    List<Cut> cuts = new ArrayList<>();
    boolean foreign = false;
    if (cursor.firstMember()) {
      do {
        int value = cursor.position();
        boolean details = cursor.keyIs(DETAILS);
        boolean words = cursor.keyIs(REASONING) || cursor.keyIs(REASONING_CONTENT);
        if (cursor.keyIs(TOOL_CALLS) && cursor.peek() == '[') {
          cuts.addAll(calls());
        } else {
          cursor.skip();
        }
        boolean marked = details && isMarked(body, value, cursor.position());
        foreign |= marked;
        members.passed(cursor.position(), marked || words);
      } while (cursor.nextMember());
    }
    if (foreign) {
      cuts.addAll(members.cuts());
    }
    cuts.sort((one, other) -> Integer.compare(one.start, other.start));
    for (Cut cut : cuts) {
      out.write(body, copied, cut.start);
      copied = cut.end;
    }
  }

  private List<Cut> calls() throws MalformedBody {
    List<Cut> cuts = new ArrayList<>();
    if (cursor.firstElement()) {
      do {
        if (cursor.peek() == '{') {
          cuts.addAll(call());
        } else {
          cursor.skip();
        }
      } while (cursor.nextElement());
    }
    return cuts;
  }

  private List<Cut> call() throws MalformedBody {
    Members members = new Members(cursor.position() + 1);
    if (cursor.firstMember()) {
      do {
        int value = cursor.position();
        boolean extra = cursor.keyIs(EXTRA_CONTENT);
        cursor.skip();
        members.passed(cursor.position(), extra && isMarked(body, value, cursor.position()));
      } while (cursor.nextMember());
    }
    return members.cuts();
  }

  /** Bytes to leave out. */
  private record Cut(int start, int end) {}

  /** The members of one object, some of which are to go with one comma each. */
  private final class Members {
    private final List<Integer> ends = new ArrayList<>();
    private final List<Boolean> go = new ArrayList<>();
    private final int inside;

    /**
     * @param inside just behind the opening brace
     */
    Members(int inside) {
      this.inside = inside;
    }

    void passed(int end, boolean goes) {
      ends.add(end);
      go.add(goes);
    }

    List<Cut> cuts() {
      List<Cut> cuts = new ArrayList<>();
      boolean kept = false;
      for (int i = 0; i < ends.size(); i++) {
        int start = i == 0 ? inside : ends.get(i - 1);
        if (!go.get(i)) {
          kept = true;
        } else if (kept) {
          cuts.add(new Cut(start, ends.get(i))); // with the comma before it
        } else {
          // The comma before it went with the one that was cut there.
          cuts.add(new Cut(cuts.isEmpty() ? start : cuts.getLast().end, behind(i)));
        }
      }
      return cuts;
    }

    /** The end of a member that goes before any is kept: with the comma behind it. */
    private int behind(int member) {
      int end = ends.get(member);
      if (member + 1 < ends.size()) {
        while (body[end] != ',') {
          end++;
        }
        return end + 1;
      }
      return end;
    }
  }
}
