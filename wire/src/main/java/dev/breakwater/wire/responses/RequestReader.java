package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Extras;
import dev.breakwater.wire.conversation.Generation;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Reasoning;
import dev.breakwater.wire.conversation.Reasoning.Amount;
import dev.breakwater.wire.conversation.Reasoning.Effort;
import dev.breakwater.wire.conversation.Sampling;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads requests into the neutral model. */
final class RequestReader {
  static final String LOGPROBS = "message.output_text.logprobs";
  static final String ENCRYPTED = "reasoning.encrypted_content";

  /**
   * What has its place in the neutral model, or is this gateway's own affair: whether an answer is
   * kept is not asked of providers.
   */
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "stream",
          "stream_options",
          "input",
          "instructions",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "text",
          "reasoning",
          "max_output_tokens",
          "temperature",
          "top_p",
          "top_logprobs",
          "include",
          "user",
          "background",
          "store",
          "prompt");

  private final JsonObject root;
  private final ObjectNode harmless = Json.object();
  private final ObjectNode essential = Json.object();

  private RequestReader(JsonObject root) {
    this.root = root;
  }

  static Conversation read(byte[] body) throws MalformedBody {
    return new RequestReader(Json.object(body)).conversation();
  }

  private Conversation conversation() throws MalformedBody {
    refuseWhatIsNotServed();
    InputReader input = new InputReader(essential);
    List<Turn> turns = input.read(root);
    Generation generation = generation();
    String user = root.text("user");
    String safety = root.text("safety_identifier");
    extras(user != null);
    return new Conversation(
        input.system(),
        turns,
        ToolReader.read(root, essential),
        output(),
        generation,
        reasoning(),
        user == null ? safety : user,
        new Extras(Vendor.OPENAI, harmless, essential));
  }

  private void refuseWhatIsNotServed() throws MalformedBody {
    if (root.isTrue("background")) {
      throw new MalformedBody(
          "background", "'background' is not served here: answers come with their request");
    }
    if (root.has("conversation")) {
      throw new MalformedBody(
          "conversation",
          "'conversation' is not served here: go on from an answer by 'previous_response_id'");
    }
    if (root.has("previous_response_id")) {
      throw new MalformedBody(
          "previous_response_id",
          "'previous_response_id' names no answer that is kept: "
              + root.get("previous_response_id"));
    }
  }

  private void extras(boolean hasUser) {
    for (String field : root.fields()) {
      JsonNode value = root.get(field);
      boolean isUser = field.equals("safety_identifier") && !hasUser;
      boolean isEmpty = value != null && value.isContainer() && value.isEmpty();
      if (value != null && !isEmpty && !isUser && !KNOWN.contains(field)) {
        harmless.set(field, value);
      }
    }
    JsonNode prompt = root.get("prompt");
    if (prompt != null) {
      essential.set("prompt", prompt);
    }
  }

  private Generation generation() throws MalformedBody {
    List<String> include = root.texts("include");
    Long top = root.integer("top_logprobs", 0, 20);
    for (String each : include) {
      if (!each.equals(LOGPROBS) && !each.equals(ENCRYPTED)) {
        harmless.set("include", root.get("include"));
      }
    }
    return new Generation(
        new Sampling(
            root.number("temperature", 0, 2), root.number("top_p", 0, 1), null, null, null, null),
        root.integer("max_output_tokens", 1, Tokens.MOST),
        List.of(),
        1,
        include.contains(LOGPROBS) ? (top == null ? 0 : Math.toIntExact(top)) : null);
  }

  private OutputFormat output() throws MalformedBody {
    JsonObject text = root.object("text");
    if (text == null) {
      return new OutputFormat.Plain();
    }
    String verbosity = text.text("verbosity");
    if (verbosity != null) {
      harmless.put("verbosity", verbosity);
    }
    JsonObject format = text.object("format");
    return format == null ? new OutputFormat.Plain() : format(format);
  }

  private static OutputFormat format(JsonObject format) throws MalformedBody {
    return switch (format.text("type", "")) {
      case "text" -> new OutputFormat.Plain();
      case "json_object" -> new OutputFormat.JsonMode();
      case "json_schema" -> {
        JsonObject schema = format.object("schema");
        if (schema == null) {
          throw format.wrong("schema", "an object");
        }
        yield new OutputFormat.JsonSchema(
            ContentReader.required(format, "name"),
            format.text("description"),
            schema.node(),
            format.isTrue("strict"));
      }
      default -> throw format.wrong("type", "text, json_object or json_schema");
    };
  }

  private @Nullable Reasoning reasoning() throws MalformedBody {
    JsonObject reasoning = root.object("reasoning");
    if (reasoning == null) {
      return null;
    }
    String word = reasoning.text("effort");
    boolean visible = reasoning.has("summary") || reasoning.has("generate_summary");
    if (word == null) {
      return visible ? new Reasoning(new Amount.Dynamic(), true) : null;
    }
    Effort effort = Effort.of(word);
    if (effort == null && !word.equals("none")) {
      String words = String.join(", ", Arrays.stream(Effort.values()).map(Effort::word).toList());
      throw reasoning.wrong("effort", "one of none, " + words);
    }
    return new Reasoning(effort == null ? new Amount.Off() : new Amount.AtEffort(effort), visible);
  }
}
