package dev.breakwater.wire.responses;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.JsonCursor;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client's request as a gateway sees it that keeps conversations: which earlier answer it goes on
 * from, which kept items it refers to, and what it adds. Works on the bytes; belongs to one
 * request.
 */
public final class KeptRequest {
  private static final byte[] INPUT = bytes("input");
  private static final byte[] PREVIOUS = bytes("previous_response_id");
  private static final byte[] STORE = bytes("store");
  private static final byte[] INSTRUCTIONS = bytes("instructions");
  private static final byte[] FALSE = bytes("false");
  private static final byte[] TYPE = bytes("type");
  private static final byte[] ROLE = bytes("role");
  private static final byte[] ID = bytes("id");
  private static final byte[] REFERENCE = bytes("\"item_reference\"");
  private static final byte[] MESSAGE_START =
      bytes("{\"type\":\"message\",\"role\":\"user\",\"content\":");
  private static final byte[] NULL = bytes("null");
  private static final byte[] INPUT_MEMBER = bytes("\"input\":");

  /**
   * An item of the new input.
   *
   * @param reference the kept item's id that it stands for, null when it is an item itself
   */
  private record NewItem(int start, int end, @Nullable String reference) {}

  private final byte[] body;
  private final JsonCursor cursor;
  private final List<NewItem> items = new ArrayList<>();
  private int inside;
  private int inputStart = -1;
  private int inputEnd;
  private boolean inputIsText;
  private int previousStart = -1;
  private int previousEnd;
  private @Nullable String previousResponseId;
  private boolean store = true;
  private byte @Nullable [] instructions;

  private KeptRequest(byte[] body) {
    this.body = body;
    this.cursor = new JsonCursor(body, 0, body.length);
  }

  /**
   * @throws MalformedBody when it is no JSON object, or what is acted on is not what it must be
   */
  public static KeptRequest of(byte[] body) throws MalformedBody {
    KeptRequest request = new KeptRequest(body);
    request.find();
    return request;
  }

  /** The answer that the request goes on from. */
  public @Nullable String previousResponseId() {
    return previousResponseId;
  }

  /** Whether the answer may be kept; so it is when the client says nothing. */
  public boolean store() {
    return store;
  }

  /** The instructions as a JSON value; null when there are none. */
  public byte @Nullable [] instructions() {
    return instructions;
  }

  /** The ids of kept items that stand in the input without their content. */
  public List<String> references() {
    List<String> references = new ArrayList<>();
    for (NewItem item : items) {
      if (item.reference() != null) {
        references.add(item.reference());
      }
    }
    return references;
  }

  /**
   * The new items as a JSON array.
   *
   * @param kept the items referred to by their ids; one that is not there is left out
   */
  public byte[] newItems(Map<String, byte[]> kept) {
    ByteSink out = new ByteSink(inputEnd - inputStart + 64);
    out.write('[');
    writeNewItems(out, kept, false);
    return out.write(']').take();
  }

  /**
   * The request as if its client had sent the whole conversation.
   *
   * @param history the items before the new ones, each a JSON object
   * @return the body itself where the client has
   */
  public byte[] whole(List<KeptItem> history, Map<String, byte[]> kept) {
    if (previousStart < 0 && kept.isEmpty() && references().isEmpty()) {
      return body;
    }
    ByteSink input = new ByteSink(size(history, kept));
    input.write('[');
    boolean comma = false;
    for (KeptItem item : history) {
      if (comma) {
        input.write(',');
      }
      item.writeTo(input);
      comma = true;
    }
    writeNewItems(input, kept, comma);
    byte[] value = input.write(']').take();
    Edits edits = new Edits(body);
    if (inputStart < 0) {
      edits.insert(inside, INPUT_MEMBER).insert(inside, value).insert(inside, bytes(","));
    }
    boolean previousFirst = previousStart >= 0 && previousStart < inputStart;
    if (previousFirst) {
      edits.replace(previousStart, previousEnd, NULL);
    }
    if (inputStart >= 0) {
      edits.replace(inputStart, inputEnd, value);
    }
    if (previousStart >= 0 && !previousFirst) {
      edits.replace(previousStart, previousEnd, NULL);
    }
    return edits.applied();
  }

  private int size(List<KeptItem> history, Map<String, byte[]> kept) {
    long size = 64L + inputEnd - inputStart;
    for (KeptItem item : history) {
      size += item.length() + 1;
    }
    for (byte[] item : kept.values()) {
      size += item.length;
    }
    return (int) Math.min(size, Integer.MAX_VALUE - 16);
  }

  private void writeNewItems(ByteSink out, Map<String, byte[]> kept, boolean after) {
    if (inputIsText) {
      if (after) {
        out.write(',');
      }
      out.write(MESSAGE_START).write(body, inputStart, inputEnd).write('}');
      return;
    }
    boolean comma = after;
    for (NewItem item : items) {
      byte[] referred = item.reference() == null ? null : kept.get(item.reference());
      if (item.reference() != null && referred == null) {
        continue;
      }
      if (comma) {
        out.write(',');
      }
      comma = true;
      if (referred == null) {
        out.write(body, item.start(), item.end());
      } else {
        out.write(referred);
      }
    }
  }

  private void find() throws MalformedBody {
    if (cursor.peek() != '{') {
      throw cursor.fault("a JSON object as the body");
    }
    inside = cursor.position() + 1;
    if (cursor.firstMember()) {
      do {
        member();
      } while (cursor.nextMember());
    }
    cursor.finish();
  }

  private void member() throws MalformedBody {
    int start = cursor.position();
    if (cursor.keyIs(INPUT)) {
      inputStart = start;
      input();
      inputEnd = cursor.position();
    } else if (cursor.keyIs(PREVIOUS) && !cursor.atNull()) {
      if (cursor.peek() != '"') {
        throw new MalformedBody("previous_response_id", "'previous_response_id' must be a string");
      }
      previousStart = start;
      previousResponseId = cursor.text();
      previousEnd = cursor.position();
    } else if (cursor.keyIs(STORE)) {
      store = !cursor.valueIs(FALSE);
    } else if (cursor.keyIs(INSTRUCTIONS) && !cursor.atNull()) {
      cursor.skip();
      instructions = java.util.Arrays.copyOfRange(body, start, cursor.position());
    } else {
      cursor.skip();
    }
  }

  private void input() throws MalformedBody {
    if (cursor.peek() != '[') {
      inputIsText = cursor.peek() == '"';
      cursor.skip();
    } else if (cursor.firstElement()) {
      do {
        int start = cursor.position();
        String reference = cursor.peek() == '{' ? reference() : skipped();
        items.add(new NewItem(start, cursor.position(), reference));
      } while (cursor.nextElement());
    }
  }

  private @Nullable String skipped() throws MalformedBody {
    cursor.skip();
    return null;
  }

  /** A reference may leave its type out: then it has an id and is no message. */
  private @Nullable String reference() throws MalformedBody {
    boolean typed = false;
    boolean isReference = false;
    boolean message = false;
    String id = null;
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(TYPE) && !cursor.atNull()) {
          typed = true;
          isReference = cursor.valueIs(REFERENCE);
        } else if (cursor.keyIs(ID) && cursor.peek() == '"') {
          id = cursor.text();
        } else {
          message |= cursor.keyIs(ROLE);
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    return isReference || (!typed && !message) ? id : null;
  }
}
