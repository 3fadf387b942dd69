package dev.breakwater.simulator.calls;

import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Block;
import dev.breakwater.simulator.speech.Utterance;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
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

  /** What all choices say, and how many pieces of each have been sent. */
  private record Said(List<Utterance> choices, AtomicIntegerArray sent) {
    /** What was sent of the wanted blocks; choices are joined by line ends. */
    String text(Predicate<Block> wanted) {
      StringBuilder text = new StringBuilder();
      for (int choice = 0; choice < choices.size(); choice++) {
        String one = choices.get(choice).joined(wanted, sent.get(choice));
        text.append(choice == 0 || one.isEmpty() ? "" : "\n").append(one);
      }
      return text.toString();
    }

    /** The calls of tools that were begun, with the arguments as far as they were sent. */
    ArrayNode toolCalls() {
      ArrayNode calls = Json.array();
      for (int choice = 0; choice < choices.size(); choice++) {
        Utterance said = choices.get(choice);
        int count = sent.get(choice);
        int begun = count == 0 ? -1 : said.piece(count - 1).index();
        for (int index = 0; index <= begun; index++) {
          if (said.blocks().get(index) instanceof Block.ToolCall(String id, String name, _)) {
            calls
                .addObject()
                .put("id", id)
                .put("name", name)
                .put("arguments", said.said(index, count));
          }
        }
      }
      return calls;
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
  public void begin(List<Utterance> choices) {
    said = new Said(choices, new AtomicIntegerArray(choices.size()));
  }

  /**
   * The first {@code pieces} of a choice have been sent, {@code tokens} of all choices together.
   */
  public void sent(int choice, int pieces, long tokens) {
    AtomicIntegerArray sent = said.sent;
    // An endless answer starts over, its text is logged once.
    if (pieces > sent.getPlain(choice)) {
      sent.setRelease(choice, pieces);
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
    json.put("text", said.text(block -> block instanceof Block.Text));
    json.put("thinking", said.text(block -> block instanceof Block.Thinking));
    json.set("toolCalls", said.toolCalls());
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
