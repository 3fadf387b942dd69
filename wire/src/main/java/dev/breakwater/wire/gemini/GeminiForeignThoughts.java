package dev.breakwater.wire.gemini;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.JsonCursor;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the thoughts of other vendors' models out of a request, and nothing else: whole parts, for
 * only parts of thoughts are marked.
 */
final class GeminiForeignThoughts {
  private static final byte[] MARK = bytes("\"" + GeminiSignatures.MARK);
  private static final byte[] CONTENTS = bytes("contents");
  private static final byte[] PARTS = bytes("parts");
  private static final byte[] THOUGHT = bytes("thought");
  private static final byte[] SIGNATURE = bytes("thoughtSignature");
  private static final byte[] SIGNATURE_SNAKE = bytes("thought_signature");
  private static final byte[] TRUE = bytes("true");

  /** Where a part stands, and whether it goes. */
  private record Place(int start, int end, boolean thought, boolean signed, boolean foreign) {}

  private final byte[] body;
  private final JsonCursor cursor;
  private final ByteSink out;
  private int copied;

  private GeminiForeignThoughts(byte[] body) {
    this.body = body;
    this.cursor = new JsonCursor(body, 0, body.length);
    this.out = new ByteSink(body.length);
  }

  /** The body itself where there is nothing of the kind, or where it cannot be read. */
  static byte[] without(byte[] body) {
    if (!marked(body)) {
      return body;
    }
    try {
      return new GeminiForeignThoughts(body).cut();
    } catch (MalformedBody e) {
      return body;
    }
  }

  private static boolean marked(byte[] body) {
    int last = body.length - MARK.length;
    for (int i = 0; i <= last; i++) {
      if (body[i] == '"' && body[i + 1] == MARK[1] && body[i + 2] == MARK[2]) {
        int matched = 3;
        while (matched < MARK.length && body[i + matched] == MARK[matched]) {
          matched++;
        }
        if (matched == MARK.length) {
          return true;
        }
      }
    }
    return false;
  }

  private byte[] cut() throws MalformedBody {
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(CONTENTS) && cursor.peek() == '[') {
          contents();
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    return out.write(body, copied, body.length).take();
  }

  private void contents() throws MalformedBody {
    if (!cursor.firstElement()) {
      return;
    }
    do {
      if (cursor.peek() != '{') {
        cursor.skip();
      } else if (cursor.firstMember()) {
        do {
          if (cursor.keyIs(PARTS) && cursor.peek() == '[') {
            parts();
          } else {
            cursor.skip();
          }
        } while (cursor.nextMember());
      }
    } while (cursor.nextElement());
  }

  private void parts() throws MalformedBody {
    int start = cursor.position();
    List<Place> places = new ArrayList<>();
    if (!cursor.firstElement()) {
      return;
    }
    do {
      places.add(place());
    } while (cursor.nextElement());
    List<Place> kept = kept(places);
    if (kept.size() == places.size()) {
      return;
    }
    // Up to the array; then its elements that stay, as they were.
    out.write(body, copied, start).write('[');
    for (int i = 0; i < kept.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      out.write(body, kept.get(i).start(), kept.get(i).end());
    }
    if (kept.isEmpty()) {
      out.write("{\"text\":\"\"}"); // A content must have a part.
    }
    copied = places.getLast().end();
  }

  /** Without the foreign parts, and without the unsigned thoughts that one of them signs. */
  private static List<Place> kept(List<Place> places) {
    List<Place> kept = new ArrayList<>();
    boolean goes = false;
    for (Place place : places.reversed()) {
      goes = place.foreign() || (goes && place.thought() && !place.signed());
      if (!goes) {
        kept.addFirst(place);
      }
    }
    return kept;
  }

  private Place place() throws MalformedBody {
    int start = cursor.position();
    boolean thought = false;
    boolean signed = false;
    boolean foreign = false;
    if (cursor.peek() != '{') {
      cursor.skip();
    } else if (cursor.firstMember()) {
      do {
        boolean signature = cursor.keyIs(SIGNATURE) || cursor.keyIs(SIGNATURE_SNAKE);
        if (cursor.keyIs(THOUGHT)) {
          thought = cursor.valueIs(TRUE);
        } else if (signature && cursor.peek() == '"') {
          signed = true;
          foreign = GeminiSignatures.isForeign(cursor.text());
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    return new Place(start, cursor.position(), thought, signed, foreign && thought);
  }
}
