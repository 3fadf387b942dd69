package dev.breakwater.wire.responses;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.json.JsonCursor;
import dev.breakwater.wire.json.JsonText;
import dev.breakwater.wire.json.MalformedBody;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway that keeps conversations says itself in every response object that its clients
 * see: the provider has been told nothing of it, or another answer's id.
 *
 * @param id the gateway's own
 * @param previousResponseId the answer that the request went on from
 * @param store whether it is kept
 * @param instructions the request's, as a JSON value
 */
public record ResponseStamp(
    String id, @Nullable String previousResponseId, boolean store, byte @Nullable [] instructions) {
  private static final byte[] ID = bytes("id");
  private static final byte[] PREVIOUS = bytes("previous_response_id");
  private static final byte[] STORE = bytes("store");
  private static final byte[] INSTRUCTIONS = bytes("instructions");

  /**
   * A whole answer with the stamp in it.
   *
   * @throws MalformedBody when it is no JSON object
   */
  public byte[] whole(byte[] body) throws MalformedBody {
    Edits edits = new Edits(body);
    stamp(edits, body, 0, body.length);
    return edits.applied();
  }

  /** Puts the stamp into a response object that stands in other bytes. */
  void stamp(Edits edits, byte[] data, int start, int end) throws MalformedBody {
    JsonCursor cursor = new JsonCursor(data, start, end);
    int inside = cursor.position() + 1;
    boolean hasId = false;
    boolean hasPrevious = false;
    boolean hasStore = false;
    // Found first, inserted before them: what is missing stands at the beginning.
    Edits found = new Edits(data);
    boolean more = cursor.firstMember();
    boolean isEmpty = !more;
    while (more) {
      int from = cursor.position();
      boolean isId = cursor.keyIs(ID);
      boolean isPrevious = cursor.keyIs(PREVIOUS);
      boolean isStore = cursor.keyIs(STORE);
      boolean isInstructions = instructions != null && cursor.keyIs(INSTRUCTIONS);
      cursor.skip();
      int to = cursor.position();
      hasId |= isId;
      hasPrevious |= isPrevious;
      hasStore |= isStore;
      if (isId) {
        found.replace(from, to, JsonText.quote(id));
      } else if (isPrevious) {
        found.replace(from, to, previous());
      } else if (isStore) {
        found.replace(from, to, bytes(Boolean.toString(store)));
      } else if (isInstructions && instructions != null) {
        found.replace(from, to, instructions);
      }
      more = cursor.nextMember();
    }
    StringBuilder missing = new StringBuilder();
    if (!hasId) {
      missing.append("\"id\":").append(utf8(JsonText.quote(id))).append(',');
    }
    if (!hasPrevious && previousResponseId != null) {
      missing.append("\"previous_response_id\":").append(utf8(previous())).append(',');
    }
    if (!hasStore) {
      missing.append("\"store\":").append(store).append(',');
    }
    if (!missing.isEmpty()) {
      if (isEmpty) {
        missing.setLength(missing.length() - 1);
      }
      edits.insert(inside, bytes(missing.toString()));
    }
    edits.addAll(found);
  }

  private byte[] previous() {
    return previousResponseId == null ? bytes("null") : JsonText.quote(previousResponseId);
  }

  private static String utf8(byte[] json) {
    return new String(json, java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Follows one stream of whole events on its way to the client. */
  public StampedStream stream() {
    return new StampedStream(this);
  }
}
