package dev.breakwater.wire.responses;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.json.JsonCursor;
import dev.breakwater.wire.json.MalformedBody;

/**
 * A client's request on its way to a provider of its own protocol. The gateway keeps the
 * conversation, so the provider is told not to; and where the model thinks, its thoughts are asked
 * for, for without them it could not go on with its own conversation.
 */
final class PassedOn {
  private static final byte[] STORE = bytes("store");
  private static final byte[] INCLUDE = bytes("include");
  private static final byte[] REASONING = bytes("reasoning");
  private static final byte[] EFFORT = bytes("effort");
  private static final byte[] NONE = bytes("\"none\"");
  private static final byte[] FALSE = bytes("false");
  private static final byte[] STORE_MEMBER = bytes("\"store\":false");
  private static final byte[] THOUGHTS = bytes("\"" + RequestReader.ENCRYPTED + "\"");
  private static final byte[] INCLUDE_MEMBER =
      bytes("\"include\":[\"" + RequestReader.ENCRYPTED + "\"]");
  private static final byte[] INCLUDE_VALUE = bytes("[\"" + RequestReader.ENCRYPTED + "\"]");
  private static final byte[] COMMA = bytes(",");

  private final byte[] body;
  private final JsonCursor cursor;
  private int inside;
  private boolean isEmpty;
  private int storeStart = -1;
  private int storeEnd;
  private int includeStart = -1;
  private int includeEnd;
  private boolean includesSomething;
  private boolean includesThoughts;
  private boolean asksForThinking;

  private PassedOn(byte[] body) {
    this.body = body;
    this.cursor = new JsonCursor(body, 0, body.length);
  }

  static byte[] body(byte[] body, String model) {
    PassedOn passed = new PassedOn(body);
    try {
      passed.find();
    } catch (MalformedBody e) {
      return body; // Every ask was read before; what is none is for the provider to judge.
    }
    ResponsesModel named = ResponsesModel.named(model);
    return passed.edited(named.thinks() || (passed.asksForThinking && !named.onlyTalks()));
  }

  private void find() throws MalformedBody {
    inside = cursor.position() + 1;
    if (!cursor.firstMember()) {
      isEmpty = true;
      return;
    }
    do {
      if (cursor.keyIs(STORE)) {
        storeStart = cursor.position();
        cursor.skip();
        storeEnd = cursor.position();
      } else if (cursor.keyIs(INCLUDE)) {
        includeStart = cursor.position();
        include();
        includeEnd = cursor.position();
      } else if (cursor.keyIs(REASONING) && cursor.peek() == '{') {
        asksForThinking = true;
        reasoning();
      } else {
        cursor.skip();
      }
    } while (cursor.nextMember());
  }

  private void include() throws MalformedBody {
    if (cursor.peek() != '[') {
      cursor.skip();
    } else if (cursor.firstElement()) {
      includesSomething = true;
      do {
        includesThoughts |= cursor.valueIs(THOUGHTS);
      } while (cursor.nextElement());
    }
  }

  private void reasoning() throws MalformedBody {
    if (!cursor.firstMember()) {
      return;
    }
    do {
      if (cursor.keyIs(EFFORT)) {
        asksForThinking = !cursor.valueIs(NONE);
      } else {
        cursor.skip();
      }
    } while (cursor.nextMember());
  }

  private byte[] edited(boolean thinks) {
    Edits edits = new Edits(body);
    boolean include = thinks && !includesThoughts;
    if (include && includeStart < 0) {
      member(
          edits,
          INCLUDE_MEMBER,
          false); // The other one comes behind it where there is nothing else.
    }
    if (storeStart < 0) {
      member(edits, STORE_MEMBER, isEmpty);
    }
    boolean includeFirst = includeStart < storeStart;
    if (include && includeStart >= 0 && includeFirst) {
      include(edits);
    }
    if (storeStart >= 0) {
      edits.replace(storeStart, storeEnd, FALSE);
    }
    if (include && includeStart >= 0 && !includeFirst) {
      include(edits);
    }
    return edits.applied();
  }

  private void member(Edits edits, byte[] member, boolean last) {
    edits.insert(inside, member);
    if (!last) {
      edits.insert(inside, COMMA);
    }
  }

  private void include(Edits edits) {
    if (includesSomething) {
      edits.insert(includeStart + 1, THOUGHTS).insert(includeStart + 1, COMMA);
    } else {
      edits.replace(includeStart, includeEnd, INCLUDE_VALUE);
    }
  }
}
