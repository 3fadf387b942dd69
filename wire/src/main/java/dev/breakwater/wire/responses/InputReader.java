package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes turns of a request's input. What a model thought, said and called in a row is one turn, as
 * are the results of its calls and what the user says with them; two messages are two turns.
 */
final class InputReader {
  private final List<Part> system = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();
  private final ItemReader items = new ItemReader();
  private final ObjectNode essential;

  private List<Part> parts = new ArrayList<>();
  private @Nullable Role role;
  private boolean messageLast;

  /**
   * @param essential gets the items that only OpenAI's models understand
   */
  InputReader(ObjectNode essential) {
    this.essential = essential;
  }

  List<Part> system() {
    return system;
  }

  /** Reads the request's instructions and input. */
  List<Turn> read(JsonObject root) throws MalformedBody {
    String instructions = root.text("instructions", "");
    if (!instructions.isEmpty()) {
      system.add(new Part.Text(instructions));
    }
    if (root.isText("input")) {
      turns.add(Turn.text(Role.USER, root.text("input", "")));
      return turns;
    }
    List<JsonObject> input = root.objects("input");
    if (input.isEmpty() && !root.has("prompt")) {
      throw root.wrong("input", "a string or a non-empty array");
    }
    for (JsonObject item : input) {
      item(item);
    }
    endTurn();
    return turns;
  }

  private void item(JsonObject item) throws MalformedBody {
    switch (ItemReader.type(item)) {
      case "message" -> message(item);
      case "function_call_output" -> {
        begin(Role.USER, false);
        parts.add(result(item));
      }
      case "item_reference" ->
          throw new MalformedBody(
              item.path("id"),
              "'%s' refers to '%s', which is no item of a kept answer"
                  .formatted(item.path("id"), item.text("id", "")));
      case "" -> throw item.wrong("type", "the type of an input item");
      default -> {
        begin(Role.ASSISTANT, false);
        if (!items.read(item, parts)) {
          essential.set(item.path("type"), item.node());
        }
      }
    }
  }

  private void message(JsonObject item) throws MalformedBody {
    switch (item.text("role", "")) {
      case "system", "developer" -> system.addAll(ContentReader.parts(item, "content"));
      case "user" -> {
        begin(Role.USER, true);
        parts.addAll(ContentReader.parts(item, "content"));
      }
      case "assistant" -> {
        begin(Role.ASSISTANT, true);
        items.read(item, parts);
      }
      default -> throw item.wrong("role", "user, assistant, system or developer");
    }
  }

  private static Part result(JsonObject item) throws MalformedBody {
    return new Part.ToolResult(
        ItemReader.callId(item), null, ContentReader.parts(item, "output"), false);
  }

  private void begin(Role speaker, boolean message) {
    if (role != speaker || (message && messageLast)) {
      endTurn();
      role = speaker;
    }
    messageLast = message;
  }

  private void endTurn() {
    if (role != null && !parts.isEmpty()) {
      turns.add(new Turn(role, parts));
    }
    parts = new ArrayList<>();
  }
}
