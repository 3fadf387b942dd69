package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads requests to generate content. */
final class GeminiRequestReader {
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "contents",
          "systemInstruction",
          "generationConfig",
          "tools",
          "toolConfig",
          "cachedContent");
  private static final Set<String> KNOWN_IN_PARTS =
      Set.of(
          "text",
          "thought",
          "thoughtSignature",
          "inlineData",
          "fileData",
          "functionCall",
          "functionResponse");

  /** Parts of the model's own tools: without them, what follows makes no sense. */
  private static final Set<String> ESSENTIAL_IN_PARTS =
      Set.of("executableCode", "codeExecutionResult", "toolCall", "toolResponse");

  private record Call(String id, String tool) {}

  private final RequestExtras extras = new RequestExtras();
  private final List<Turn> turns = new ArrayList<>();

  /** Calls without a result so far. */
  private final List<Call> open = new ArrayList<>();

  private int made;

  private GeminiRequestReader() {}

  static Conversation read(byte[] body) throws MalformedBody {
    return read(Json.object(body));
  }

  static Conversation read(JsonObject root) throws MalformedBody {
    return new GeminiRequestReader().conversation(Fields.of(root));
  }

  private Conversation conversation(Fields root) throws MalformedBody {
    contents(root);
    if (turns.isEmpty()) {
      throw root.wrong("contents", "a non-empty array");
    }
    Fields instruction = root.object("systemInstruction");
    List<Part> system = List.of();
    if (instruction != null) {
      Reader reader = new Reader();
      reader.content(instruction, "systemInstruction");
      system = reader.parts;
    }
    for (Part part : system) {
      if (!(part instanceof Part.Text)) {
        throw root.wrong("systemInstruction", "made of texts only");
      }
    }
    Fields given = root.object("generationConfig");
    GeminiConfiguration configuration =
        new GeminiConfiguration(given == null ? Fields.none() : given, extras);
    GeminiToolReader tools = new GeminiToolReader(extras);
    JsonNode cached = root.get("cachedContent");
    if (cached != null) {
      extras.essential("cachedContent", cached);
    }
    extras.rest(root, "", KNOWN);
    return new Conversation(
        system,
        turns,
        tools.read(root),
        configuration.output(),
        configuration.generation(),
        configuration.reasoning(),
        null,
        extras.extras());
  }

  private static Role role(Fields content) throws MalformedBody {
    return switch (content.text("role", "user")) {
      case "user", "function", "tool" -> Role.USER;
      case "model" -> Role.ASSISTANT;
      default -> throw content.wrong("role", "user or model");
    };
  }

  /**
   * Neighbours of one role are one turn: the chats of Google's clients keep every chunk of a stream
   * as a content of its own.
   */
  private void contents(Fields root) throws MalformedBody {
    Reader reader = new Reader();
    Role speaker = Role.USER;
    int number = 0;
    for (Fields content : root.objects("contents")) {
      Role role = role(content);
      if (role != speaker && number > 0) {
        turns.add(new Turn(speaker, reader.parts));
        reader = new Reader();
      }
      speaker = role;
      int before = reader.parts.size();
      reader.content(content, "contents[" + number++ + "]");
      if (role == Role.ASSISTANT) {
        reader.join(before);
      }
    }
    if (number > 0) {
      turns.add(new Turn(speaker, reader.parts));
    }
  }

  private final class Reader extends GeminiPartReader {
    private String path = "";
    private int part;

    void content(Fields content, String place) throws MalformedBody {
      path = place;
      part = 0;
      readAll(content);
    }

    /** Makes the texts on both sides of a place one. */
    void join(int place) {
      if (place > 0
          && place < parts.size()
          && parts.get(place - 1) instanceof Part.Text first
          && parts.get(place) instanceof Part.Text second) {
        parts.set(place - 1, new Part.Text(first.text() + second.text()));
        parts.remove(place);
      }
    }

    @Override
    String callId(String tool) {
      return "call_" + made++;
    }

    @Override
    void called(String id, String tool) {
      open.add(new Call(id, tool));
    }

    /** A result without an id is that of the first call of its tool that has none yet. */
    @Override
    String resultId(@Nullable String id, String tool) {
      for (Call call : open) {
        if (id == null ? call.tool().equals(tool) : call.id().equals(id)) {
          open.remove(call);
          return call.id();
        }
      }
      return id == null ? callId(tool) : id;
    }

    @Override
    void unknown(Fields fields) {
      String place = path + ".parts[" + part++ + "].";
      for (String name : fields.others(KNOWN_IN_PARTS)) {
        if (ESSENTIAL_IN_PARTS.contains(Fields.camel(name))) {
          extras.essential(place + name, fields.given(name));
        } else {
          extras.harmless(place + name, fields.given(name));
        }
      }
    }
  }
}
