package dev.breakwater.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A stream as it comes over the wire, without a library's forgiveness. */
record RawStream(Protocol protocol, int status, String body) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static RawStream read(URI server, String key, Protocol protocol, String model, String prompt) {
    try {
      HttpResponse<String> response =
          CLIENT.send(request(server, key, protocol, model, prompt, true), BodyHandlers.ofString());
      return new RawStream(protocol, response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(protocol + " of " + model, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static HttpRequest request(
      URI server, String key, Protocol protocol, String model, String prompt, boolean stream) {
    String messages = "[{\"role\": \"user\", \"content\": \"" + prompt + "\"}]";
    String named = "{\"model\": \"" + model + "\", \"stream\": " + stream + ", ";
    String gemini = "/v1beta/models/" + model.replace("/", "%2F");
    String path =
        switch (protocol) {
          case CHAT -> "/v1/chat/completions";
          case RESPONSES -> "/v1/responses";
          case MESSAGES -> "/v1/messages";
          case GEMINI -> gemini + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
          case EMBEDDINGS -> throw new IllegalArgumentException("not a conversation");
        };
    String body =
        switch (protocol) {
          case CHAT -> named + "\"messages\": " + messages + "}";
          case RESPONSES -> named + "\"input\": \"" + prompt + "\"}";
          case MESSAGES -> named + "\"max_tokens\": 1000, \"messages\": " + messages + "}";
          case GEMINI -> "{\"contents\": [{\"parts\": [{\"text\": \"" + prompt + "\"}]}]}";
          case EMBEDDINGS -> throw new IllegalArgumentException("not a conversation");
        };
    return HttpRequest.newBuilder(server.resolve(path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + key)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private List<String> events() {
    return Stream.of(body.split("\r?\n\r?\n")).filter(it -> it.contains("data:")).toList();
  }

  /** It has its protocol's end and no error. */
  void isWhole() {
    assertThat(status).as(body).isEqualTo(200);
    assertThat(events()).noneMatch(this::isError);
    assertThat(events()).anyMatch(this::isEnd);
  }

  /** It has an error as its last event, and nothing that looks like an end. */
  void endsWithAnError() {
    assertThat(status).as(body).isEqualTo(200);
    assertThat(events()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(events().getLast()).matches(this::isError, "is an error");
    assertThat(events()).noneMatch(this::isEnd);
    assertThat(body).doesNotContain("[DONE]");
  }

  boolean hasEnd() {
    return events().stream().anyMatch(this::isEnd);
  }

  private boolean isError(String event) {
    return switch (protocol) {
      case CHAT, GEMINI -> event.contains("{\"error\":");
      case RESPONSES ->
          event.contains("\"type\":\"error\"") || event.contains("\"type\":\"response.failed\"");
      case MESSAGES -> event.contains("\"type\":\"error\"");
      case EMBEDDINGS -> false;
    };
  }

  private boolean isEnd(String event) {
    return switch (protocol) {
      case CHAT -> event.contains("\"finish_reason\":\"");
      case RESPONSES -> event.contains("\"type\":\"response.completed\"");
      case MESSAGES -> event.contains("\"type\":\"message_stop\"");
      case GEMINI -> event.contains("\"finishReason\":\"");
      case EMBEDDINGS -> false;
    };
  }
}
