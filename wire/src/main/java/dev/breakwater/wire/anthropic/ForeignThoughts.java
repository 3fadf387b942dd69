package dev.breakwater.wire.anthropic;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.JsonCursor;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts thoughts that Anthropic's models have not had out of a request's bytes: those whose
 * signature, or whose hidden content, is marked as ours. A message that holds nothing else goes
 * with them. Where the calls under way lose their thoughts and thinking has a budget, which demands
 * them, thinking is switched off.
 */
final class ForeignThoughts {
  private static final byte[] MARK = bytes(Signature.MARK);
  private static final byte[] MESSAGES = bytes("messages");
  private static final byte[] CONTENT = bytes("content");
  private static final byte[] SIGNATURE = bytes("signature");
  private static final byte[] DATA = bytes("data");
  private static final byte[] ROLE = bytes("role");
  private static final byte[] ASSISTANT = bytes("\"assistant\"");
  private static final byte[] THINKING = bytes("thinking");
  private static final byte[] TYPE = bytes("type");
  private static final byte[] ENABLED = bytes("\"enabled\"");
  private static final byte[] DISABLED = bytes("{\"type\":\"disabled\"}");

  private final byte[] body;
  private final JsonCursor cursor;
  private final List<Cut> cuts = new ArrayList<>();
  private boolean budget;
  private int thinkingStart;
  private int thinkingEnd;

  /** Whether the last assistant's message has lost the thoughts that it began with. */
  private boolean lastLost;

  /** Bytes to leave out, and what comes in their place. */
  private record Cut(int start, int end, byte[] by) {
    static Cut out(int start, int end) {
      return new Cut(start, end, new byte[0]);
    }
  }

  private ForeignThoughts(byte[] body) {
    this.body = body;
    this.cursor = new JsonCursor(body, 0, body.length);
  }

  /**
   * @return the body itself where there are none, or where it cannot be read
   */
  static byte[] cut(byte[] body) {
    if (!hasMark(body)) {
      return body;
    }
    try {
      return new ForeignThoughts(body).cut();
    } catch (MalformedBody e) {
      return body; // The scan of the request has already accepted what matters to us.
    }
  }

  /**
   * Looks at every fourth byte only: most bytes of a large body are media, in which the mark's full
   * stop never stands.
   */
  static boolean hasMark(byte[] body) {
    int i = 3;
    while (i < body.length) {
      switch (body[i]) {
        case '.' -> {
          if (body[i - 3] == MARK[0] && body[i - 2] == MARK[1] && body[i - 1] == MARK[2]) {
            return true;
          }
          i += 4;
        }
        case '1' -> i += 1;
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
          array(this::message);
        } else if (cursor.keyIs(THINKING) && cursor.peek() == '{') {
          thinking();
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    if (cuts.isEmpty()) {
      return body;
    }
    if (budget && lastLost) {
      cuts.add(new Cut(thinkingStart, thinkingEnd, DISABLED));
      cuts.sort((one, other) -> Integer.compare(one.start, other.start));
    }
    ByteSink out = new ByteSink(body.length + DISABLED.length);
    int copied = 0;
    for (Cut cut : cuts) {
      out.write(body, copied, cut.start).write(cut.by);
      copied = cut.end;
    }
    return out.write(body, copied, body.length).take();
  }

  private void thinking() throws MalformedBody {
    thinkingStart = cursor.position();
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(TYPE)) {
          budget = cursor.valueIs(ENABLED);
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    thinkingEnd = cursor.position();
  }

  /** Reads an element and says whether it is to be cut out. */
  private interface Element {
    boolean isForeign() throws MalformedBody;
  }

  /**
   * Walks an array and cuts elements out with the right comma each.
   *
   * @return whether all of its elements, one at least, are to be cut out; then none is yet
   */
  private boolean array(Element element) throws MalformedBody {
    int before = cuts.size();
    int keptEnd = -1;
    int cutStart = -1;
    boolean any = false;
    if (cursor.firstElement()) {
      do {
        int start = cursor.position();
        if (cutStart >= 0) {
          cuts.add(Cut.out(cutStart, start));
          cutStart = -1;
        }
        int nested = cuts.size();
        if (!element.isForeign()) {
          keptEnd = cursor.position();
          continue;
        }
        any = true;
        while (cuts.size() > nested) {
          cuts.removeLast();
        }
        if (keptEnd >= 0) {
          cuts.add(Cut.out(keptEnd, cursor.position()));
          keptEnd = cursor.position();
        } else {
          cutStart = start;
        }
      } while (cursor.nextElement());
    }
    boolean all = any && keptEnd < 0;
    while (all && cuts.size() > before) {
      cuts.removeLast();
    }
    return all;
  }

  private boolean message() throws MalformedBody {
    if (cursor.peek() != '{') {
      cursor.skip();
      return false;
    }
    boolean assistant = false;
    boolean foreign = false;
    int before = cuts.size();
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(ROLE)) {
          assistant = cursor.valueIs(ASSISTANT);
        } else if (cursor.keyIs(CONTENT) && cursor.peek() == '[') {
          foreign = array(this::block);
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    if (assistant) {
      lastLost = cuts.size() > before || foreign;
    }
    return foreign;
  }

  private boolean block() throws MalformedBody {
    if (cursor.peek() != '{') {
      cursor.skip();
      return false;
    }
    boolean foreign = false;
    if (cursor.firstMember()) {
      do {
        boolean secret = cursor.keyIs(SIGNATURE) || cursor.keyIs(DATA);
        int start = cursor.position();
        boolean text = cursor.peek() == '"';
        cursor.skip();
        foreign |= secret && text && isMarked(start + 1);
      } while (cursor.nextMember());
    }
    return foreign;
  }

  private boolean isMarked(int start) {
    for (int i = 0; i < MARK.length; i++) {
      if (body[start + i] != MARK[i]) {
        return false;
      }
    }
    return true;
  }
}
