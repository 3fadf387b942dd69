package dev.breakwater.acceptance;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An official client library, without its own repeats. */
interface ChatClient extends AutoCloseable {

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
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** A conversation that the program may leave. */
  record Talk(CompletableFuture<Reply> reply, Runnable leave) {}

  Talk start(Ask ask);

  default Reply ask(Ask ask) {
    return start(ask).reply().orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join();
  }

  @Override
  void close();
}
