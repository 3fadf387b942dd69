package dev.breakwater.wire.bridge;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.json.JsonCursor;
import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.json.SeenKeys;
import org.jspecify.annotations.Nullable;

/**
 * Walks a request's top level and takes what the protocol acts on. A null counts as a member left
 * out. Duplicate keys are refused at the top level and in {@code stream_options}.
 */
abstract class AskScan {
  private static final byte[] TRUE = bytes("true");
  private static final byte[] TENANT = bytes("tenant");
  private static final byte[] ROLE = bytes("role");

  final JsonCursor cursor;
  final AskFacts facts = new AskFacts();

  AskScan(byte[] body) {
    cursor = new JsonCursor(body, 0, body.length);
  }

  /** Takes or skips the value of the member under the cursor. */
  abstract void member() throws MalformedBody;

  /** Refuses a request that lacks what it must have. */
  abstract void check() throws MalformedBody;

  final AskFacts scan() throws MalformedBody {
    if (cursor.peek() != '{') {
      throw cursor.fault("a JSON object as the body");
    }
    facts.inside = cursor.position() + 1;
    SeenKeys seen = new SeenKeys();
    if (cursor.firstMember()) {
      do {
        seen.add(cursor);
        refuseIdentity();
        member();
      } while (cursor.nextMember());
    } else {
      facts.isEmpty = true;
    }
    cursor.finish();
    check();
    return facts;
  }

  /** Whoever writes down who they are hopes to be believed; no protocol has such members. */
  private void refuseIdentity() throws MalformedBody {
    boolean tenant = cursor.keyIs(TENANT);
    if (tenant || cursor.keyIs(ROLE)) {
      String name = tenant ? "tenant" : "role";
      throw new MalformedBody(
          name, "'" + name + "' follows from the key that is sent; leave it out of the body");
    }
  }

  final void model() throws MalformedBody {
    facts.modelStart = cursor.position();
    facts.model = text("model");
    facts.modelEnd = cursor.position();
  }

  final void stream() throws MalformedBody {
    facts.streamStart = cursor.position();
    facts.stream = isTrue("stream");
    facts.streamEnd = cursor.position();
  }

  final @Nullable String text(String field) throws MalformedBody {
    return switch (cursor.peek()) {
      case '"' -> cursor.text();
      case 'n' -> {
        cursor.skip();
        yield null;
      }
      default -> throw wrong(field, "a string");
    };
  }

  final boolean isTrue(String field) throws MalformedBody {
    return switch (cursor.peek()) {
      case 't', 'f' -> cursor.valueIs(TRUE);
      case 'n' -> {
        cursor.skip();
        yield false;
      }
      default -> throw wrong(field, "true or false");
    };
  }

  final long integer(String field, long most, long absent) throws MalformedBody {
    if (cursor.atNull()) {
      cursor.skip();
      return absent;
    }
    byte first = cursor.peek();
    long value = cursor.integer();
    if (value < 1 || value > most || first == '"') {
      throw wrong(field, "a whole number from 1 to " + most);
    }
    return value;
  }

  final long tokens(String field) throws MalformedBody {
    return integer(field, Tokens.MOST, -1);
  }

  /** The end user's name inside an object such as {@code metadata}. */
  final void user(byte[] name) throws MalformedBody {
    if (cursor.peek() != '{') {
      cursor.skip();
      return;
    }
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(name) && facts.user == null && cursor.peek() == '"') {
          facts.user = cursor.text();
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
  }

  /** Skips an array and says whether it has an element. */
  final boolean isFilledArray(String field) throws MalformedBody {
    if (cursor.peek() != '[') {
      throw wrong(field, "a non-empty array");
    }
    if (!cursor.firstElement()) {
      return false;
    }
    do {
      if (cursor.peek() != '{') {
        throw wrong(field, "an array of objects");
      }
      cursor.skip();
    } while (cursor.nextElement());
    return true;
  }

  final MalformedBody wrong(String field, String expected) {
    return new MalformedBody(field, "'" + field + "' must be " + expected);
  }
}
