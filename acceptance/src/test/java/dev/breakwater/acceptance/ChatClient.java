package dev.breakwater.acceptance;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An official client library that holds chat completions, without its own repeats. */
final class ChatClient implements AutoCloseable {
  private final ClientProgram program;

  ChatClient(Library library, Server server) {
    program = new ClientProgram(library, server.url().toString(), Server.API_KEY);
  }

  /**
   * What a program asks for.
   *
   * @param leaveAfterPieces of a stream; 0 reads it to its end
   */
  record Ask(String model, String prompt, boolean stream, int leaveAfterPieces) {
    static Ask whole(String model, String prompt) {
      return new Ask(model, prompt, false, 0);
    }

    static Ask streamed(String model, String prompt) {
      return new Ask(model, prompt, true, 0);
    }

    Ask leavingAfter(int pieces) {
      return new Ask(model, prompt, stream, pieces);
    }
  }

  /**
   * What the program got.
   *
   * @param headers their names in lower case
   * @param pieces with content
   * @param inputTokens -1 when no usage came
   * @param error what the library raised, if it did
   */
  record Reply(
      Map<String, String> headers,
      String text,
      String model,
      String finishReason,
      int pieces,
      long inputTokens,
      long outputTokens,
      Optional<Raised> error) {
    static Reply of(JsonNode told) {
      return new Reply(
          map(told.get("headers")),
          told.path("text").asString(""),
          told.path("model").asString(""),
          told.path("finish").asString(""),
          told.path("pieces").asInt(0),
          told.path("inputTokens").asLong(-1),
          told.path("outputTokens").asLong(-1),
          Optional.ofNullable(told.get("error")).map(Raised::of));
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /**
   * An error of the library.
   *
   * @param status 0 when it is not about an answer's status
   */
  record Raised(
      String type,
      int status,
      String code,
      String errorType,
      String message,
      Map<String, String> headers) {
    static Raised of(JsonNode error) {
      return new Raised(
          error.get("type").asString(),
          error.get("status").asInt(),
          error.get("code").asString(),
          error.get("errorType").asString(),
          error.get("message").asString(),
          map(error.get("headers")));
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** A conversation that the program may leave. */
  record Talk(CompletableFuture<Reply> reply, Runnable leave) {}

  private static Map<String, String> map(@Nullable JsonNode object) {
    Map<String, String> map = new HashMap<>();
    if (object != null) {
      object.properties().forEach(it -> map.put(it.getKey(), it.getValue().asString()));
    }
    return map;
  }

  Talk start(Ask ask) {
    ClientProgram.Asked asked =
        program.ask(
            Protocol.CHAT,
            ask.stream() ? Feature.STREAMED : Feature.WHOLE,
            ask.model(),
            ask.prompt(),
            ask.leaveAfterPieces());
    return new Talk(asked.told().thenApply(Reply::of), asked.leave());
  }

  Reply ask(Ask ask) {
    return start(ask).reply().orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    program.close();
  }

  @Override
  public String toString() {
    return program.library().title();
  }
}
