package dev.breakwater.gateway.provider;

import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.bridge.Asks;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;

/** What OpenAI's clients and servers say, as raw text. */
public final class Chat {
  public static final String STREAM_HEAD =
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
  public static final String ROLE = event("{\"role\":\"assistant\",\"content\":\"\"}", "null");
  public static final String FINISH = event("{}", "\"stop\"");
  public static final String USAGE =
      """
      data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[],\
      "usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}

      """;
  public static final String DONE = "data: [DONE]\n\n";
  public static final String ANSWER =
      """
      {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
      "message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}],\
      "usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}\
      """;

  private Chat() {}

  public static String text(String text) {
    return event("{\"content\":\"" + text + "\"}", "null");
  }

  public static String thinking(String text) {
    return event("{\"reasoning_content\":\"" + text + "\"}", "null");
  }

  private static String event(String delta, String finish) {
    return """
    data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":\
    [{"index":0,"delta":%s,"finish_reason":%s}]}

    """
        .formatted(delta, finish);
  }

  /** A whole response with its length. */
  public static String response(int status, String contentType, String body, String... headers) {
    return "HTTP/1.1 "
        + status
        + " Said\r\ncontent-type: "
        + contentType
        + "\r\ncontent-length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n"
        + String.join("", headers)
        + "\r\n"
        + body;
  }

  public static String answer() {
    return response(200, "application/json", ANSWER);
  }

  /** A question; the client asks for the usage itself when {@code more} says so. */
  public static Ask ask(boolean stream, String more) {
    return ask("asked", stream, more);
  }

  /** A whole question that leaves the target to us. */
  public static Ask auto() {
    return ask("auto", false, "");
  }

  private static Ask ask(String model, boolean stream, String more) {
    String body =
        """
        {"model":"%s","stream":%s,"messages":[{"role":"user","content":"hi"}]%s}\
        """
            .formatted(model, stream, more);
    try {
      return Asks.openAiChat(body.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedBody e) {
      throw new AssertionError(e);
    }
  }
}
