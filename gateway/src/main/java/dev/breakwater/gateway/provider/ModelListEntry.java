package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.offers.OfferedModel;
import dev.breakwater.gateway.offers.Use;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an entry of a list of models says, in the words of whichever vendor: OpenAI has names only,
 * those who imitate it add fields of their own that do not contradict each other. Prices are not
 * read, for no list says them all.
 */
final class ModelListEntry {
  private static final String GEMINI_PREFIX = "models/";

  /** More than any window, and few enough to be a mistake beyond. */
  private static final long MOST_TOKENS = 1_000_000_000;

  private static final List<String> NAMES = List.of("id", "modelId", "name");
  private static final List<String> WINDOWS =
      List.of(
          "inputTokenLimit",
          "max_input_tokens",
          "context_length",
          "context_window",
          "max_context_length",
          "max_model_len");
  private static final List<String> OUTPUTS =
      List.of("outputTokenLimit", "max_completion_tokens", "max_output_tokens");

  private final JsonNode entry;
  private final Protocol protocol;

  private ModelListEntry(JsonNode entry, Protocol protocol) {
    this.entry = entry;
    this.protocol = protocol;
  }

  /** Empty when it has no name that requests can use, or when it cannot be called by that. */
  static Optional<OfferedModel> of(JsonNode entry, Protocol protocol) {
    ModelListEntry read = new ModelListEntry(entry, protocol);
    String name = read.name();
    return OfferedModel.isName(name) && read.isServed()
        ? Optional.of(
            new OfferedModel(
                name, read.use(), read.contextWindow(), read.maxOutput(), read.capabilities()))
        : Optional.empty();
  }

  private String name() {
    for (String field : NAMES) {
      String text = text(entry.get(field));
      if (!text.isEmpty()) {
        return text.startsWith(GEMINI_PREFIX) ? text.substring(GEMINI_PREFIX.length()) : text;
      }
    }
    return "";
  }

  /** Bedrock has models that only a profile or bought capacity can call; Groq names idle ones. */
  private boolean isServed() {
    Set<String> ways = texts("inferenceTypesSupported");
    return (ways.isEmpty() || ways.contains("ON_DEMAND"))
        && !(entry.path("active").isBoolean() && !entry.path("active").booleanValue());
  }

  private long contextWindow() {
    long own = tokens(entry, WINDOWS);
    return own > 0 ? own : tokens(entry.path("top_provider"), WINDOWS);
  }

  private long maxOutput() {
    // Only Anthropic means the answer's tokens by it.
    long said = protocol == Protocol.ANTHROPIC ? tokens(entry, List.of("max_tokens")) : 0;
    long own = said > 0 ? said : tokens(entry, OUTPUTS);
    return own > 0 ? own : tokens(entry.path("top_provider"), OUTPUTS);
  }

  private Use use() {
    Set<String> methods = texts("supportedGenerationMethods");
    if (!methods.isEmpty()) {
      return one(methods.contains("generateContent"), methods.contains("embedContent"));
    }
    Set<String> bedrock = texts("outputModalities");
    if (!bedrock.isEmpty()) {
      return one(bedrock.contains("TEXT"), bedrock.contains("EMBEDDING"));
    }
    Set<String> openRouter = texts(entry.path("architecture"), "output_modalities");
    if (!openRouter.isEmpty()) {
      return one(openRouter.contains("text"), openRouter.contains("embeddings"));
    }
    Set<String> cohere = texts("endpoints");
    if (!cohere.isEmpty()) {
      return one(cohere.contains("chat"), cohere.contains("embed"));
    }
    for (JsonNode chats :
        List.of(entry.path("capabilities").path("completion_chat"), entry.path("supports_chat"))) {
      if (chats.isBoolean()) {
        return chats.booleanValue() ? Use.CHAT : Use.NOT_CHAT;
      }
    }
    return byType(text(entry.get("type")));
  }

  private static Use byType(String type) {
    return switch (type) {
      case "chat", "llm", "vlm" -> Use.CHAT;
      case "embedding", "embeddings" -> Use.EMBEDDINGS;
      case "image", "audio", "video", "rerank", "moderation", "transcribe" -> Use.OTHER;
      default -> Use.UNSAID;
    };
  }

  private static Use one(boolean chats, boolean embeds) {
    return chats ? Use.CHAT : embeds ? Use.EMBEDDINGS : Use.OTHER;
  }

  private Set<String> capabilities() {
    Set<String> said = new LinkedHashSet<>();
    Set<String> parameters = texts("supported_parameters");
    JsonNode own = entry.path("capabilities");
    add(said, "tools", parameters.contains("tools"), own.path("function_calling"));
    add(said, "tools", false, entry.path("supports_tools"));
    add(
        said,
        "jsonSchema",
        parameters.contains("structured_outputs"),
        own.path("structured_outputs").path("supported"));
    Set<String> inputs = texts(entry.path("architecture"), "input_modalities");
    inputs.addAll(texts("inputModalities"));
    add(said, "vision", inputs.contains("image") || inputs.contains("IMAGE"), own.path("vision"));
    add(said, "vision", false, own.path("image_input").path("supported"));
    add(said, "vision", false, entry.path("supports_image_input"));
    add(said, "audio", inputs.contains("audio") || inputs.contains("SPEECH"), own.path("audio"));
    add(said, "documents", inputs.contains("file"), own.path("pdf_input").path("supported"));
    return said;
  }

  private static void add(Set<String> said, String word, boolean listed, JsonNode flag) {
    if (listed || (flag.isBoolean() && flag.booleanValue())) {
      said.add(word);
    }
  }

  private static long tokens(JsonNode node, List<String> fields) {
    for (String field : fields) {
      JsonNode value = node.path(field);
      if (value.isIntegralNumber() && value.canConvertToLong()) {
        long tokens = value.longValue();
        if (tokens > 0 && tokens <= MOST_TOKENS) {
          return tokens;
        }
      }
    }
    return 0;
  }

  private Set<String> texts(String field) {
    return texts(entry, field);
  }

  private static Set<String> texts(JsonNode node, String field) {
    Set<String> texts = new LinkedHashSet<>();
    JsonNode list = node.path(field);
    if (list.isArray()) {
      list.forEach(it -> texts.add(text(it)));
    }
    return texts;
  }

  private static String text(@Nullable JsonNode node) {
    String text = Json.string(node);
    return text == null ? "" : text;
  }
}
