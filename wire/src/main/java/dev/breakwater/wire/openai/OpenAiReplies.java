package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whole chat completions to and from the neutral model. */
final class OpenAiReplies {
  private OpenAiReplies() {}

  static Reply read(byte[] body) throws MalformedBody {
    JsonObject root = Json.object(body);
    if (root.has("error")) {
      throw new MalformedBody(
          "error",
          "an error came with status 200: "
              + OpenAiProblems.inAnswer(body, 0, body.length).message());
    }
    List<JsonObject> choices = root.objects("choices");
    if (choices.isEmpty()) {
      throw root.wrong("choices", "a non-empty array");
    }
    JsonObject choice = choices.getFirst();
    JsonObject message = choice.object("message");
    String finish = choice.text("finish_reason");
    if (message == null) {
      throw choice.wrong("message", "an object");
    }
    if (finish == null) {
      throw choice.wrong("finish_reason", "a string");
    }
    refuseCalls(message);
    String refusal = message.text("refusal");
    String text = refusal == null ? message.text("content", "") : refusal;
    return new Reply(
        root.text("id", ""),
        root.text("model", ""),
        List.of(
            new Reply.Choice(
                text.isEmpty() ? List.of() : List.of(new Part.Text(text)),
                refusal == null ? OpenAiFinish.read(finish) : FinishReason.REFUSAL,
                null)),
        usage(root.object("usage")));
  }

  /** A call that nobody asked for and that would be lost. */
  static void refuseCalls(JsonObject message) throws MalformedBody {
    for (String field : List.of("tool_calls", "function_call")) {
      JsonNode calls = message.get(field);
      if (calls != null && !calls.isEmpty()) {
        throw new MalformedBody(message.path(field), "a tool is called though none was offered");
      }
    }
  }

  static @Nullable Tokens usage(@Nullable JsonObject usage) throws MalformedBody {
    if (usage == null) {
      return null;
    }
    JsonObject prompt = usage.object("prompt_tokens_details");
    JsonObject completion = usage.object("completion_tokens_details");
    long input = usage.count("prompt_tokens");
    long output = usage.count("completion_tokens");
    long cached = prompt == null ? 0 : prompt.count("cached_tokens");
    long reasoning = completion == null ? 0 : completion.count("reasoning_tokens");
    return Tokens.believed(input, output, cached, 0, reasoning);
  }

  static byte[] write(Reply reply, long created) {
    ObjectNode root = envelope("chat.completion", reply.id(), reply.model(), created);
    ObjectNode choice = root.putArray("choices").addObject();
    choice.put("index", 0);
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    String text = OpenAiRequests.joined(reply.first().parts());
    if (reply.first().finish() == FinishReason.REFUSAL) {
      message.putNull("content").put("refusal", text);
    } else {
      message.put("content", text).putNull("refusal");
    }
    choice.putNull("logprobs");
    choice.put(
        "finish_reason",
        reply.first().finish() == FinishReason.REFUSAL
            ? "stop"
            : OpenAiFinish.write(reply.first().finish()));
    Tokens tokens = reply.tokens();
    if (tokens != null) {
      root.set("usage", usage(tokens));
    }
    return Json.write(root);
  }

  static ObjectNode envelope(String object, String id, String model, long created) {
    return Json.object()
        .put("id", id.isEmpty() ? "chatcmpl-unnamed" : id)
        .put("object", object)
        .put("created", created)
        .put("model", model);
  }

  static ObjectNode usage(Tokens tokens) {
    ObjectNode usage = Json.object();
    usage.put("prompt_tokens", tokens.input());
    usage.put("completion_tokens", tokens.output());
    usage.put("total_tokens", tokens.total());
    usage.putObject("prompt_tokens_details").put("cached_tokens", tokens.cachedInput());
    usage.putObject("completion_tokens_details").put("reasoning_tokens", tokens.reasoning());
    return usage;
  }
}
