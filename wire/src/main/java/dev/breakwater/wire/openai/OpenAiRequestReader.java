package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Extras;
import dev.breakwater.wire.conversation.Generation;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Reasoning;
import dev.breakwater.wire.conversation.Reasoning.Amount;
import dev.breakwater.wire.conversation.Reasoning.Effort;
import dev.breakwater.wire.conversation.Sampling;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads chat completion requests. */
final class OpenAiRequestReader {
  /** The most alternatives to a token that may be asked for. */
  static final int MOST_LOGPROBS = 20;

  /** What the neutral model has words for, and what ends at the gateway. */
  private static final Set<String> UNDERSTOOD =
      Set.of(
          "model",
          "messages",
          "stream",
          "stream_options",
          "max_tokens",
          "max_completion_tokens",
          "temperature",
          "top_p",
          "top_k",
          "frequency_penalty",
          "presence_penalty",
          "seed",
          "stop",
          "n",
          "logprobs",
          "top_logprobs",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "functions",
          "function_call",
          "response_format",
          "reasoning_effort",
          "reasoning",
          "user");

  /** What no answer would be right without. */
  private static final Set<String> ESSENTIAL =
      Set.of("logit_bias", "audio", "web_search_options", "modalities");

  private OpenAiRequestReader() {}

  static Conversation read(byte[] body) throws MalformedBody {
    JsonObject root = Json.object(body);
    Extras extras = extras(root);
    OpenAiMessageReader messages = new OpenAiMessageReader(extras);
    List<JsonObject> given = root.objects("messages");
    if (given.isEmpty()) {
      throw root.wrong("messages", "a non-empty array");
    }
    for (JsonObject message : given) {
      messages.read(message);
    }
    return new Conversation(
        messages.system(),
        messages.turns(),
        OpenAiToolReader.read(root, extras),
        output(root.object("response_format")),
        generation(root),
        reasoning(root),
        root.text("user"),
        extras);
  }

  private static Extras extras(JsonObject root) throws MalformedBody {
    Extras extras = Extras.none(Vendor.OPENAI);
    for (String field : root.fields()) {
      JsonNode value = root.get(field);
      // An empty list or object says nothing, but for those that switch something on by being
      // there.
      boolean silent =
          value == null
              || (value.isContainer() && value.isEmpty() && !field.equals("web_search_options"));
      if (silent || UNDERSTOOD.contains(field) || isTextOnly(root, field)) {
        continue;
      }
      (ESSENTIAL.contains(field) ? extras.essential() : extras.harmless()).set(field, value);
    }
    return extras;
  }

  /** Text is what an answer is made of anyway. */
  private static boolean isTextOnly(JsonObject root, String field) throws MalformedBody {
    return field.equals("modalities") && root.texts(field).equals(List.of("text"));
  }

  static Generation generation(JsonObject root) throws MalformedBody {
    Long most = root.integer("max_completion_tokens", 1, Tokens.MOST);
    Long choices = root.integer("n", 1, AnswerWatch.MOST_CHOICES);
    return new Generation(
        sampling(root),
        most == null ? root.integer("max_tokens", 1, Tokens.MOST) : most,
        stop(root),
        choices == null ? 1 : choices.intValue(),
        logprobs(root));
  }

  static Sampling sampling(JsonObject root) throws MalformedBody {
    return new Sampling(
        root.number("temperature", 0, 2),
        root.number("top_p", 0, 1),
        root.integer("top_k", 1, Integer.MAX_VALUE),
        root.number("frequency_penalty", -2, 2),
        root.number("presence_penalty", -2, 2),
        root.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE));
  }

  static List<String> stop(JsonObject root) throws MalformedBody {
    String single = root.isText("stop") ? root.text("stop") : null;
    return single == null ? root.texts("stop") : List.of(single);
  }

  private static @Nullable Integer logprobs(JsonObject root) throws MalformedBody {
    Long alternatives = root.integer("top_logprobs", 0, MOST_LOGPROBS);
    if (!root.isTrue("logprobs")) {
      if (alternatives != null) {
        throw root.wrong("top_logprobs", "left out unless 'logprobs' is true");
      }
      return null;
    }
    return alternatives == null ? 0 : alternatives.intValue();
  }

  private static OutputFormat output(@Nullable JsonObject format) throws MalformedBody {
    if (format == null) {
      return new OutputFormat.Plain();
    }
    return switch (format.text("type", "")) {
      case "text" -> new OutputFormat.Plain();
      case "json_object" -> new OutputFormat.JsonMode();
      case "json_schema" -> {
        JsonObject given = format.object("json_schema");
        if (given == null) {
          throw format.wrong("json_schema", "an object");
        }
        JsonObject schema = given.object("schema");
        ObjectNode open = Json.object().put("type", "object");
        yield new OutputFormat.JsonSchema(
            given.text("name"),
            given.text("description"),
            schema == null ? open : schema.node(),
            given.isTrue("strict"));
      }
      default -> throw format.wrong("type", "text, json_object or json_schema");
    };
  }

  /** {@code reasoning_effort}, or OpenRouter's {@code reasoning}. */
  private static @Nullable Reasoning reasoning(JsonObject root) throws MalformedBody {
    JsonObject given = root.object("reasoning");
    boolean visible = given == null || !given.isTrue("exclude");
    Amount amount = root.has("reasoning_effort") ? effort(root, "reasoning_effort") : null;
    if (amount == null && given != null) {
      Long budget = given.integer("max_tokens", 1, Tokens.MOST);
      if (budget != null) {
        amount = new Amount.Budget(budget);
      } else if (given.has("effort")) {
        amount = effort(given, "effort");
      } else if (given.has("enabled")) {
        amount = given.isTrue("enabled") ? new Amount.Dynamic() : new Amount.Off();
      }
    }
    return amount == null ? null : new Reasoning(amount, visible);
  }

  private static @Nullable Amount effort(JsonObject object, String field) throws MalformedBody {
    String word = object.text(field, "");
    if (word.equals("none")) {
      return new Amount.Off();
    }
    if (word.equals("default")) {
      return null;
    }
    Effort effort = Effort.of(word);
    if (effort == null) {
      throw object.wrong(field, "none, minimal, low, medium, high, xhigh or max");
    }
    return new Amount.AtEffort(effort);
  }
}
