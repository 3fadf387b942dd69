package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Extras;
import dev.breakwater.wire.conversation.Generation;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Sampling;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.Alternation;
import dev.breakwater.wire.format.Texts;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests to generate content to and from the neutral model. Both spellings that Google's clients
 * use are read: {@code systemInstruction} and {@code system_instruction}, and so on.
 */
final class GeminiRequests {
  private static final List<String> UNTRANSLATED =
      List.of("tools", "cachedContent", "cached_content");
  private static final List<String> UNTRANSLATED_CONFIGURATION =
      List.of(
          "responseSchema",
          "response_schema",
          "responseJsonSchema",
          "response_json_schema",
          "responseLogprobs",
          "response_logprobs",
          "logprobs",
          "speechConfig",
          "speech_config",
          "thinkingConfig",
          "thinking_config");

  private GeminiRequests() {}

  static Conversation read(byte[] body) throws MalformedBody {
    JsonObject root = Json.object(body);
    refuse(root, UNTRANSLATED);
    List<Turn> turns = new ArrayList<>();
    for (JsonObject content : root.objects("contents")) {
      turns.add(new Turn(role(content), parts(content)));
    }
    if (turns.isEmpty()) {
      throw root.wrong("contents", "a non-empty array");
    }
    List<Part> system = new ArrayList<>();
    JsonObject instruction = root.object(name(root, "systemInstruction", "system_instruction"));
    if (instruction != null) {
      system.addAll(parts(instruction));
    }
    JsonObject given = root.object(name(root, "generationConfig", "generation_config"));
    JsonObject configuration = given == null ? Json.object(EMPTY) : given;
    refuseUntranslated(configuration);
    return new Conversation(
        system,
        turns,
        Toolbox.NONE,
        new OutputFormat.Plain(),
        new Generation(
            sampling(configuration),
            configuration.integer(
                name(configuration, "maxOutputTokens", "max_output_tokens"), 1, Tokens.MOST),
            configuration.texts(name(configuration, "stopSequences", "stop_sequences"))),
        null,
        null,
        Extras.none(Vendor.GOOGLE));
  }

  private static final byte[] EMPTY = {'{', '}'};

  private static Sampling sampling(JsonObject configuration) throws MalformedBody {
    return new Sampling(
        configuration.number("temperature", 0, 2),
        configuration.number(name(configuration, "topP", "top_p"), 0, 1),
        configuration.integer(name(configuration, "topK", "top_k"), 1, Integer.MAX_VALUE),
        configuration.number(name(configuration, "frequencyPenalty", "frequency_penalty"), -2, 2),
        configuration.number(name(configuration, "presencePenalty", "presence_penalty"), -2, 2),
        configuration.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private static void refuseUntranslated(JsonObject configuration) throws MalformedBody {
    refuse(configuration, UNTRANSLATED_CONFIGURATION);
    String type = name(configuration, "responseMimeType", "response_mime_type");
    if (!configuration.text(type, "text/plain").equals("text/plain")) {
      throw untranslated(configuration.path(type));
    }
    String count = name(configuration, "candidateCount", "candidate_count");
    Long candidates = configuration.integer(count, 1, 128);
    if (candidates != null && candidates > 1) {
      throw untranslated(configuration.path(count));
    }
    String modalities = name(configuration, "responseModalities", "response_modalities");
    for (String modality : configuration.texts(modalities)) {
      if (!modality.equalsIgnoreCase("TEXT")) {
        throw untranslated(configuration.path(modalities));
      }
    }
  }

  private static void refuse(JsonObject object, List<String> fields) throws MalformedBody {
    for (String field : fields) {
      JsonNode value = object.get(field);
      boolean says =
          value != null
              && !(value.isContainer() && value.isEmpty())
              && !(value.isBoolean() && !value.booleanValue());
      if (says) {
        throw untranslated(object.path(field));
      }
    }
  }

  private static Role role(JsonObject content) throws MalformedBody {
    return switch (content.text("role", "user")) {
      case "user" -> Role.USER;
      case "model" -> Role.ASSISTANT;
      default -> throw content.wrong("role", "user or model");
    };
  }

  private static List<Part> parts(JsonObject content) throws MalformedBody {
    List<Part> parts = new ArrayList<>();
    for (JsonObject part : content.objects("parts")) {
      String text = part.text("text");
      if (text == null) {
        String kind = part.fields().stream().findFirst().orElse("text");
        throw untranslated(part.path(kind));
      }
      if (!part.isTrue("thought")) {
        parts.add(new Part.Text(text));
      }
    }
    return parts;
  }

  /** The spelling that the request uses. */
  private static String name(JsonObject object, String camel, String snake) {
    return object.has(snake) && !object.has(camel) ? snake : camel;
  }

  private static MalformedBody untranslated(String field) {
    return new MalformedBody(
        field,
        "'" + field + "' cannot be translated to another protocol yet; ask for a gemini target");
  }

  static byte[] write(Conversation conversation) {
    Alternation alternation = Alternation.of(conversation);
    ObjectNode root = Json.object();
    if (!alternation.system().isEmpty()) {
      ArrayNode parts = root.putObject("systemInstruction").putArray("parts");
      alternation.system().forEach(part -> parts.addObject().put("text", Texts.of(part)));
    }
    ArrayNode contents = root.putArray("contents");
    for (Turn turn : alternation.turns()) {
      ObjectNode content = contents.addObject();
      content.put(
          "role",
          switch (turn.role()) {
            case USER -> "user";
            case ASSISTANT -> "model";
          });
      ArrayNode parts = content.putArray("parts");
      turn.parts().forEach(part -> parts.addObject().put("text", Texts.of(part)));
    }
    ObjectNode configuration = configuration(conversation);
    if (!configuration.isEmpty()) {
      root.set("generationConfig", configuration);
    }
    return Json.write(root);
  }

  private static ObjectNode configuration(Conversation conversation) {
    ObjectNode configuration = Json.object();
    Sampling sampling = conversation.generation().sampling();
    configuration.put("temperature", sampling.temperature());
    configuration.put("topP", sampling.topP());
    configuration.put("topK", sampling.topK());
    configuration.put("frequencyPenalty", sampling.frequencyPenalty());
    configuration.put("presencePenalty", sampling.presencePenalty());
    configuration.put("seed", sampling.seed());
    configuration.put("maxOutputTokens", conversation.generation().maxTokens());
    for (String field : List.copyOf(configuration.propertyNames())) {
      if (configuration.path(field).isNull()) {
        configuration.remove(field);
      }
    }
    if (!conversation.generation().stop().isEmpty()) {
      ArrayNode stop = configuration.putArray("stopSequences");
      conversation.generation().stop().forEach(stop::add);
    }
    return configuration;
  }
}
