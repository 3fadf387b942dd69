package dev.breakwater.wire.responses;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.JsonCursor;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An item of a kept conversation, where it stands in the bytes that were kept. */
public final class KeptItem {
  private static final byte[] OUTPUT = bytes("output");
  private static final byte[] TYPE = bytes("type");
  private static final byte[] ID = bytes("id");
  private static final byte[] ENCRYPTED = bytes("encrypted_content");
  private static final byte[] REASONING = bytes("\"reasoning\"");

  private final byte[] bytes;
  private final int start;
  private final int end;
  private final @Nullable String id;
  private final boolean lostThoughts;

  private KeptItem(byte[] bytes, int start, int end, @Nullable String id, boolean lostThoughts) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.id = id;
    this.lostThoughts = lostThoughts;
  }

  /**
   * The items of a JSON array.
   *
   * @throws MalformedBody when it is none
   */
  public static List<KeptItem> ofArray(byte[] array) throws MalformedBody {
    List<KeptItem> items = new ArrayList<>();
    read(new JsonCursor(array, 0, array.length), array, items);
    return items;
  }

  /**
   * The output of a response object.
   *
   * @throws MalformedBody when it is none
   */
  public static List<KeptItem> ofResponse(byte[] response) throws MalformedBody {
    List<KeptItem> items = new ArrayList<>();
    JsonCursor cursor = new JsonCursor(response, 0, response.length);
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(OUTPUT) && cursor.peek() == '[') {
          read(cursor, response, items);
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    return items;
  }

  private static void read(JsonCursor cursor, byte[] bytes, List<KeptItem> items)
      throws MalformedBody {
    if (!cursor.firstElement()) {
      return;
    }
    do {
      items.add(item(cursor, bytes));
    } while (cursor.nextElement());
  }

  private static KeptItem item(JsonCursor cursor, byte[] bytes) throws MalformedBody {
    int start = cursor.position();
    String id = null;
    boolean reasoning = false;
    boolean encrypted = false;
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(ID) && cursor.peek() == '"') {
          id = cursor.text();
        } else if (cursor.keyIs(TYPE)) {
          reasoning = cursor.valueIs(REASONING);
        } else {
          encrypted |= cursor.keyIs(ENCRYPTED) && !cursor.atNull();
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    return new KeptItem(bytes, start, cursor.position(), id, reasoning && !encrypted);
  }

  public @Nullable String id() {
    return id;
  }

  /**
   * Whether these are thoughts of which only the summary is there: a provider that has not kept
   * them itself refuses to hear of them.
   */
  public boolean hasLostThoughts() {
    return lostThoughts;
  }

  /** Its JSON in bytes. */
  public int length() {
    return end - start;
  }

  public byte[] toBytes() {
    return Arrays.copyOfRange(bytes, start, end);
  }

  void writeTo(ByteSink out) {
    out.write(bytes, start, end);
  }
}
