package dev.breakwater.wire.generate;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonText;
import dev.breakwater.wire.json.JsonWriter;
import dev.breakwater.wire.json.MalformedBody;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The answer as one object, gathered from a reply or from the events of a stream. */
public final class GenerateAnswer {
  /** What every answer begins with, until the gateway has filled it in. */
  private static final byte[] OPEN = bytes("{\"provider\":null,\"cost\":null,\"requestId\":null,");

  private static final byte[] DATA = bytes("data: ");
  private static final int NANO_DIGITS = 9;

  private record Call(String id, String name, StringBuilder arguments) {}

  private final boolean wantsJson;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private final Map<Integer, Call> calls = new TreeMap<>();
  private String model = "";
  private @Nullable Tokens tokens;
  private FinishReason finish = FinishReason.OTHER;

  GenerateAnswer(@Nullable Conversation asked) {
    this.wantsJson = asked != null && !(asked.output() instanceof OutputFormat.Plain);
  }

  /**
   * Fills in what only the gateway knows.
   *
   * @param answer a whole answer, or the last event of a stream, as this format writes them; other
   *     bytes are given back as they are
   * @param costNanos in billionths of a US dollar; null when the price is not known
   */
  public static byte[] complete(
      byte[] answer, String provider, @Nullable Long costNanos, String requestId) {
    int start = startsWith(answer, 0, DATA) ? DATA.length : 0;
    if (!startsWith(answer, start, OPEN)) {
      return answer;
    }
    ByteSink out = new ByteSink(answer.length + 128);
    out.write(answer, 0, start).write("{\"provider\":").write(JsonText.quote(provider));
    out.write(",\"cost\":").write(costNanos == null ? "null" : dollars(costNanos));
    out.write(",\"requestId\":").write(JsonText.quote(requestId)).write(',');
    return out.write(answer, start + OPEN.length, answer.length).take();
  }

  /**
   * Where the last event of a stream begins, the one to {@link #complete}; -1 when it is not among
   * these.
   */
  public static int lastEvent(byte[] events) {
    for (int at = 0; at <= events.length - DATA.length - OPEN.length; at++) {
      if (startsWith(events, at, DATA) && startsWith(events, at + DATA.length, OPEN)) {
        return at;
      }
    }
    return -1;
  }

  private static String dollars(long nanos) {
    BigDecimal dollars = BigDecimal.valueOf(nanos, NANO_DIGITS).stripTrailingZeros();
    return dollars.toPlainString();
  }

  private static boolean startsWith(byte[] bytes, int at, byte[] prefix) {
    return bytes.length - at >= prefix.length
        && Arrays.equals(bytes, at, at + prefix.length, prefix, 0, prefix.length);
  }

  void take(Reply reply) {
    model = reply.model();
    tokens = reply.tokens();
    finish = reply.first().finish();
    for (Part part : reply.first().parts()) {
      switch (part) {
        case Part.Text said -> text.append(said.text());
        case Part.Refusal refusal -> text.append(refusal.text());
        case Part.Thinking thought -> thinking.append(thought.text());
        case Part.ToolCall call ->
            calls.put(
                calls.size(),
                new Call(call.id(), call.name(), new StringBuilder(call.arguments())));
        case Part.HiddenThinking hidden -> {}
        case Part.Attachment attachment -> {}
        case Part.ToolResult result -> {}
        case Part.CachePoint point -> {}
      }
    }
  }

  /** Takes an event of the first choice, the only one that is asked for. */
  void take(AnswerEvent event) {
    switch (event) {
      case AnswerEvent.Started started -> model = started.model();
      case AnswerEvent.TextDelta delta -> text.append(delta.text());
      case AnswerEvent.RefusalDelta delta -> text.append(delta.text());
      case AnswerEvent.ThinkingDelta delta -> thinking.append(delta.text());
      case AnswerEvent.CallStarted call ->
          calls.put(call.call(), new Call(call.id(), call.name(), new StringBuilder()));
      case AnswerEvent.CallArguments more -> {
        Call call = calls.get(more.call());
        if (call != null) {
          call.arguments().append(more.fragment());
        }
      }
      case AnswerEvent.Finished finished -> finish = finished.reason();
      case AnswerEvent.Used used -> tokens = used.tokens();
      case AnswerEvent.ThinkingSigned signed -> {}
      case AnswerEvent.ThinkingHidden hidden -> {}
      case AnswerEvent.Cited cited -> {}
      case AnswerEvent.Attached attached -> {}
      case AnswerEvent.Probabilities probabilities -> {}
      case AnswerEvent.Failed failed -> {}
      case AnswerEvent.Ended ended -> {}
    }
  }

  /**
   * @param done whether it ends a stream, and says so
   */
  byte[] write(boolean done) {
    ByteSink out = new ByteSink(text.length() + thinking.length() + 512);
    JsonWriter json = new JsonWriter(out).object();
    json.nullField("provider").nullField("cost").nullField("requestId");
    json.field("text", text.toString()).field("model", model);
    usage(json);
    json.field("finishReason", word(finish));
    JsonNode value = wantsJson ? value(text.toString()) : null;
    if (value != null) {
      json.field("json", value);
    }
    if (!calls.isEmpty()) {
      json.array("toolCalls");
      for (Call call : calls.values()) {
        String arguments = call.arguments().toString();
        JsonNode parsed = value(arguments.isBlank() ? "{}" : arguments);
        json.object().field("id", call.id()).field("name", call.name()).name("arguments");
        if (parsed == null) {
          json.value(arguments);
        } else {
          json.value(parsed);
        }
        json.end();
      }
      json.end();
    }
    if (!thinking.isEmpty()) {
      json.field("thinking", thinking.toString());
    }
    if (done) {
      json.field("done", true);
    }
    json.end();
    return out.take();
  }

  private void usage(JsonWriter json) {
    Tokens known = tokens;
    if (known == null) {
      json.nullField("usage");
      return;
    }
    json.object("usage")
        .field("inputTokens", known.input())
        .field("outputTokens", known.output())
        .field("totalTokens", known.total())
        .field("cachedTokens", known.cachedInput())
        .field("reasoningTokens", known.reasoning())
        .end();
  }

  /** The JSON value that a text is; null when it is none. */
  private static @Nullable JsonNode value(String text) {
    try {
      return Json.object(bytes("{\"value\":" + text + "}")).get("value");
    } catch (MalformedBody e) {
      return null;
    }
  }

  private static String word(FinishReason reason) {
    return switch (reason) {
      case STOP, STOP_SEQUENCE -> "stop";
      case LENGTH -> "length";
      case TOOL_CALLS -> "tool_calls";
      case CONTENT_FILTER -> "content_filter";
      case REFUSAL -> "refusal";
      case MALFORMED_CALL -> "malformed_call";
      case OTHER -> "other";
    };
  }
}
