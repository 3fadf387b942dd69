package dev.breakwater.simulator.calls;

import dev.breakwater.simulator.json.Json;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call of a provider: what was asked, and what was sent back so far. Written by one thread,
 * read by any.
 */
public final class Call {
  private final Asked asked;
  private volatile int status;
  private volatile @Nullable String fault;
  private volatile long inputTokens;
  private volatile long outputTokens;
  private volatile Said said = new Said(List.of(), new AtomicIntegerArray(0));
  private volatile @Nullable Ended ended;

  /**
   * What was asked.
   *
   * @param headers names in lower case; a repeated one with its values joined by commas
   * @param body as received
   */
  public record Asked(
      Instant at,
      String path,
      @Nullable String query,
      @Nullable String model,
      boolean stream,
      Map<String, String> headers,
      Buffer body) {}

  /** The texts of all choices, and how many characters of each have been sent. */
  private record Said(List<String> texts, AtomicIntegerArray sent) {
    String text() {
      StringBuilder text = new StringBuilder();
      for (int choice = 0; choice < texts.size(); choice++) {
        int characters = sent.get(choice);
        text.append(choice == 0 || characters == 0 ? "" : "\n");
        text.append(texts.get(choice), 0, characters);
      }
      return text.toString();
    }
  }

  public Call(Asked asked) {
    this.asked = asked;
  }

  /** Bytes that it keeps in memory, roughly. */
  int weight() {
    return 512 + asked.body.length();
  }

  /** The fault that a script ordered for this call. */
  public void fault(@Nullable String key) {
    fault = key;
  }

  /** The HTTP status that is about to be sent. */
  public void status(int sent) {
    status = sent;
  }

  /** The prompt was read by the model and counts. */
  public void input(long tokens) {
    inputTokens = tokens;
  }

  /** What the choices are going to say; nothing of it is sent yet. */
  public void begin(List<String> texts) {
    said = new Said(texts, new AtomicIntegerArray(texts.size()));
  }

  /**
   * A choice's text has been sent up to {@code end} characters, and {@code tokens} of all choices
   * together.
   */
  public void sent(int choice, int end, long tokens) {
    AtomicIntegerArray sent = said.sent;
    // An endless answer starts over, its text is logged once.
    if (end > sent.getPlain(choice)) {
      sent.setRelease(choice, end);
    }
    outputTokens = tokens;
  }

  /** The counts that a script ordered are what this call took, once it was answered whole. */
  public void output(long tokens) {
    outputTokens = tokens;
  }

  public void ended(Ended how) {
    ended = how;
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("at", asked.at.toString());
    json.put("path", asked.path);
    json.put("query", asked.query);
    json.put("model", asked.model);
    json.put("stream", asked.stream);
    ObjectNode headers = json.putObject("headers");
    asked.headers.forEach(headers::put);
    json.set("body", body());
    if (status == 0) {
      json.putNull("status");
    } else {
      json.put("status", status);
    }
    json.put("fault", fault);
    json.put("inputTokens", inputTokens);
    json.put("outputTokens", outputTokens);
    json.put("text", said.text());
    Ended how = ended;
    json.put("ended", how == null ? null : how.key());
    return json;
  }

  private @Nullable JsonNode body() {
    if (asked.body.length() == 0) {
      return null;
    }
    JsonNode parsed = Json.parse(asked.body.getBytes());
    return parsed == null ? Json.text(asked.body.toString(StandardCharsets.UTF_8)) : parsed;
  }
}
