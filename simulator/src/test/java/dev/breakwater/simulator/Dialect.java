package dev.breakwater.simulator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The least that a test must know of a vendor's format: how to ask, and where the answer is. */
enum Dialect {
  OPENAI("openai") {
    @Override
    String path(boolean stream) {
      return "/openai/v1/chat/completions";
    }

    @Override
    String body(String prompt, boolean stream) {
      return "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\""
          + prompt
          + "\"}]"
          + (stream ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}" : "}");
    }

    @Override
    String key() {
      return "Authorization: Bearer sk-test";
    }

    @Override
    String textOf(JsonNode node, boolean stream) {
      return node.path("choices")
          .path(0)
          .path(stream ? "delta" : "message")
          .path("content")
          .asString("");
    }

    @Override
    long outputOf(JsonNode node) {
      return node.path("usage").path("completion_tokens").asLong(-1);
    }

    @Override
    long inputOf(JsonNode node) {
      return node.path("usage").path("prompt_tokens").asLong(-1);
    }

    @Override
    @Nullable String endOf(JsonNode node) {
      return node.path("choices").path(0).path("finish_reason").asString(null);
    }
  },
  RESPONSES("openai") {
    @Override
    String path(boolean stream) {
      return "/openai/v1/responses";
    }

    @Override
    String body(String prompt, boolean stream) {
      return "{\"model\":\"gpt-4o-mini\",\"input\":\""
          + prompt
          + "\""
          + (stream ? ",\"stream\":true}" : "}");
    }

    @Override
    String key() {
      return OPENAI.key();
    }

    @Override
    String textOf(JsonNode node, boolean stream) {
      if (stream) {
        return node.path("type").asString("").equals("response.output_text.delta")
            ? node.path("delta").stringValue()
            : "";
      }
      JsonNode output = node.path("output");
      return output.path(output.size() - 1).at("/content/0/text").asString("");
    }

    @Override
    long outputOf(JsonNode node) {
      return response(node).at("/usage/output_tokens").asLong(-1);
    }

    @Override
    long inputOf(JsonNode node) {
      return response(node).at("/usage/input_tokens").asLong(-1);
    }

    @Override
    @Nullable String endOf(JsonNode node) {
      String status = response(node).path("status").asString("");
      return status.equals("completed") || status.equals("incomplete") ? status : null;
    }

    private static JsonNode response(JsonNode node) {
      return node.has("response") ? node.path("response") : node;
    }
  },
  AZURE("azure") {
    @Override
    String path(boolean stream) {
      return "/azure/openai/deployments/gpt-4o-mini/chat/completions?api-version=2024-10-21";
    }

    @Override
    String body(String prompt, boolean stream) {
      return OPENAI.body(prompt, stream).replace("\"model\":\"gpt-4o-mini\",", "");
    }

    @Override
    String key() {
      return "api-key: azure-test";
    }

    @Override
    String textOf(JsonNode node, boolean stream) {
      return OPENAI.textOf(node, stream);
    }

    @Override
    long outputOf(JsonNode node) {
      return OPENAI.outputOf(node);
    }

    @Override
    long inputOf(JsonNode node) {
      return OPENAI.inputOf(node);
    }

    @Override
    @Nullable String endOf(JsonNode node) {
      return OPENAI.endOf(node);
    }
  },
  ANTHROPIC("anthropic") {
    @Override
    String path(boolean stream) {
      return "/anthropic/v1/messages";
    }

    @Override
    String body(String prompt, boolean stream) {
      return "{\"model\":\"claude-3-haiku\",\"max_tokens\":500,\"messages\":[{\"role\":\"user\",\"content\":\""
          + prompt
          + "\"}]"
          + (stream ? ",\"stream\":true}" : "}");
    }

    @Override
    String key() {
      return "x-api-key: sk-ant-test\r\nanthropic-version: 2023-06-01";
    }

    @Override
    String textOf(JsonNode node, boolean stream) {
      return stream
          ? node.path("delta").path("text").asString("")
          : node.path("content").path(0).path("text").asString("");
    }

    @Override
    long outputOf(JsonNode node) {
      boolean start = node.path("type").asString("").equals("message_start");
      return start ? -1 : node.path("usage").path("output_tokens").asLong(-1);
    }

    @Override
    long inputOf(JsonNode node) {
      JsonNode usage =
          node.has("message") ? node.path("message").path("usage") : node.path("usage");
      return usage.path("input_tokens").asLong(-1);
    }

    @Override
    @Nullable String endOf(JsonNode node) {
      JsonNode holder = node.has("delta") ? node.path("delta") : node;
      return holder.path("stop_reason").asString(null);
    }
  },
  GEMINI("google") {
    @Override
    String path(boolean stream) {
      return "/gemini/v1beta/models/gemini-1.5-flash:"
          + (stream ? "streamGenerateContent?alt=sse" : "generateContent");
    }

    @Override
    String body(String prompt, boolean stream) {
      return "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"" + prompt + "\"}]}]}";
    }

    @Override
    String key() {
      return "x-goog-api-key: AIza-test";
    }

    @Override
    String textOf(JsonNode node, boolean stream) {
      return node.path("candidates")
          .path(0)
          .path("content")
          .path("parts")
          .path(0)
          .path("text")
          .asString("");
    }

    @Override
    long outputOf(JsonNode node) {
      return node.path("usageMetadata").path("candidatesTokenCount").asLong(-1);
    }

    @Override
    long inputOf(JsonNode node) {
      return node.path("usageMetadata").path("promptTokenCount").asLong(-1);
    }

    @Override
    @Nullable String endOf(JsonNode node) {
      return node.path("candidates").path(0).path("finishReason").asString(null);
    }
  };

  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final String provider;

  Dialect(String provider) {
    this.provider = provider;
  }

  /** The name by which scripts and calls go. */
  String provider() {
    return provider;
  }

  abstract String path(boolean stream);

  abstract String body(String prompt, boolean stream);

  /** Header lines that authenticate. */
  abstract String key();

  abstract String textOf(JsonNode node, boolean stream);

  /** Reported output tokens, -1 when the node has none that are final. */
  abstract long outputOf(JsonNode node);

  abstract long inputOf(JsonNode node);

  abstract @Nullable String endOf(JsonNode node);

  /** The data of server-sent events, but for an end marker that is no JSON. */
  static List<JsonNode> events(String body) {
    List<JsonNode> events = new ArrayList<>();
    for (String line : body.split("\r?\n", -1)) {
      if (line.startsWith("data: {")) {
        events.add(MAPPER.readTree(line.substring(6)));
      }
    }
    return events;
  }

  /** The text of a stream, its pieces joined. */
  String streamedText(String body) {
    StringBuilder text = new StringBuilder();
    events(body).forEach(event -> text.append(textOf(event, true)));
    return text.toString();
  }

  /** How many events of a stream carry text. */
  long pieces(String body) {
    return events(body).stream().filter(event -> !textOf(event, true).isEmpty()).count();
  }

  /** Whether a stream says that it is complete. */
  boolean complete(String body) {
    boolean marked =
        switch (this) {
          case OPENAI, AZURE -> body.endsWith("data: [DONE]\n\n");
          case RESPONSES -> body.contains("event: response.completed\n");
          case ANTHROPIC -> body.contains("event: message_stop\n");
          case GEMINI -> true;
        };
    return marked && events(body).stream().anyMatch(event -> endOf(event) != null);
  }
}
