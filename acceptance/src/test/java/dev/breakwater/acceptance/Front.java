package dev.breakwater.acceptance;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A protocol in front, as a program without a library speaks it. */
enum Front {
  CHAT("/v1/chat/completions"),
  MESSAGES("/v1/messages"),
  GEMINI("/v1beta/models/auto:");

  private final String path;

  Front(String path) {
    this.path = path;
  }

  /**
   * What a program asks of the chain.
   *
   * @param more fields of the body, in the words of the protocol
   */
  record Question(String prompt, boolean stream, String more) {
    static Question whole(String prompt) {
      return new Question(prompt, false, "{}");
    }

    static Question streamed(String prompt) {
      return new Question(prompt, true, "{}");
    }
  }

  String path(Question question) {
    if (this != GEMINI) {
      return path;
    }
    return path + (question.stream() ? "streamGenerateContent?alt=sse" : "generateContent");
  }

  String body(Question question) {
    ObjectNode body = (ObjectNode) Http.JSON.readTree(question.more());
    switch (this) {
      case CHAT, MESSAGES -> {
        body.put("model", "auto").put("stream", question.stream());
        body.putArray("messages").addObject().put("role", "user").put("content", question.prompt());
        if (this == MESSAGES) {
          body.put("max_tokens", 1000);
        } else if (question.stream()) {
          body.putObject("stream_options").put("include_usage", true);
        }
      }
      case GEMINI -> {
        ObjectNode content = body.putArray("contents").addObject().put("role", "user");
        content.putArray("parts").addObject().put("text", question.prompt());
      }
    }
    return body.toString();
  }

  /**
   * Asks and reads to the end.
   *
   * @param headers names and values in turn, beside the key
   */
  Http.Answer ask(Server server, Question question, String... headers) {
    List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + Server.API_KEY));
    all.addAll(List.of(headers));
    return server.http().call("POST", path(question), body(question), all.toArray(String[]::new));
  }

  /** The text of a whole answer or of one event. */
  String text(JsonNode node) {
    return switch (this) {
      case CHAT ->
          node.at("/choices/0/message/content").asString("")
              + node.at("/choices/0/delta/content").asString("");
      case MESSAGES -> joined(node.at("/content")) + node.at("/delta/text").asString("");
      case GEMINI -> joined(node.at("/candidates/0/content/parts"));
    };
  }

  private static String joined(JsonNode parts) {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part.path("text").asString("")));
    return text.toString();
  }

  /** Why the answer ended, where a whole answer or an event says so; else empty. */
  String finish(JsonNode node) {
    return switch (this) {
      case CHAT -> node.at("/choices/0/finish_reason").asString("");
      case MESSAGES -> node.at("/stop_reason").asString(node.at("/delta/stop_reason").asString(""));
      case GEMINI -> node.at("/candidates/0/finishReason").asString("");
    };
  }

  /** The id of the answer, where an event says it; else empty. */
  String id(JsonNode node) {
    return switch (this) {
      case CHAT -> node.path("id").asString("");
      case MESSAGES -> node.at("/message/id").asString("");
      case GEMINI -> node.path("responseId").asString("");
    };
  }

  /** Whether the event begins an answer. */
  boolean begins(JsonNode event) {
    return switch (this) {
      case CHAT -> event.at("/choices/0/delta/role").isString();
      case MESSAGES -> event.path("type").asString("").equals("message_start");
      // Nothing marks its beginning but that there was no event before.
      case GEMINI -> false;
    };
  }

  /** The final counts of a whole answer or of an event; missing where there are none. */
  JsonNode usage(JsonNode node) {
    JsonNode usage = node.path(this == GEMINI ? "usageMetadata" : "usage");
    return switch (this) {
      case CHAT, MESSAGES -> usage;
      // Every event tells what was used until then.
      case GEMINI -> finish(node).isEmpty() ? node.path("no counts yet") : usage;
    };
  }

  long inputTokens(JsonNode usage) {
    return usage
        .path(
            switch (this) {
              case CHAT -> "prompt_tokens";
              case MESSAGES -> "input_tokens";
              case GEMINI -> "promptTokenCount";
            })
        .asLong(-1);
  }

  long outputTokens(JsonNode usage) {
    return usage
        .path(
            switch (this) {
              case CHAT -> "completion_tokens";
              case MESSAGES -> "output_tokens";
              case GEMINI -> "candidatesTokenCount";
            })
        .asLong(-1);
  }
}
