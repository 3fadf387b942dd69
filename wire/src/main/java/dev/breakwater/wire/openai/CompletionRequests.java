package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Extras;
import dev.breakwater.wire.conversation.Generation;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Reads requests to complete a prompt. */
final class CompletionRequests {
  /** OpenAI's own default for this protocol, and only for this one. */
  private static final long DEFAULT_MAX_TOKENS = 16;

  private static final Set<String> UNDERSTOOD =
      Set.of(
          "model",
          "prompt",
          "stream",
          "stream_options",
          "max_tokens",
          "temperature",
          "top_p",
          "frequency_penalty",
          "presence_penalty",
          "seed",
          "stop",
          "n",
          "best_of",
          "echo",
          "suffix",
          "logprobs",
          "user");

  private CompletionRequests() {}

  static Conversation read(byte[] body) throws MalformedBody {
    JsonObject root = Json.object(body);
    refuseWhatChatCannotDo(root);
    Extras extras = Extras.none(Vendor.OPENAI);
    for (String field : root.fields()) {
      JsonNode value = root.get(field);
      if (value != null && !UNDERSTOOD.contains(field)) {
        (field.equals("logit_bias") ? extras.essential() : extras.harmless()).set(field, value);
      }
    }
    Long most = root.integer("max_tokens", 1, Tokens.MOST);
    Long choices = root.integer("n", 1, AnswerWatch.MOST_CHOICES);
    return new Conversation(
        List.of(),
        List.of(Turn.text(Role.USER, prompt(root))),
        Toolbox.NONE,
        new OutputFormat.Plain(),
        new Generation(
            OpenAiRequestReader.sampling(root),
            most == null ? DEFAULT_MAX_TOKENS : most,
            OpenAiRequestReader.stop(root),
            choices == null ? 1 : choices.intValue(),
            null),
        null,
        root.text("user"),
        extras);
  }

  private static String prompt(JsonObject root) throws MalformedBody {
    if (root.isText("prompt")) {
      return root.text("prompt", "");
    }
    if (!(root.get("prompt") instanceof ArrayNode prompts)) {
      throw root.wrong("prompt", "a string or an array with one string");
    }
    if (prompts.isEmpty() || prompts.get(0).isNumber() || prompts.get(0).isArray()) {
      throw new MalformedBody(
          "prompt",
          "'prompt' must be a text: completions are answered by chat models, which take no tokens");
    }
    List<String> texts = root.texts("prompt");
    if (texts.size() > 1) {
      throw new MalformedBody(
          "prompt",
          "'prompt' must be one text: chat models answer one prompt a request; send %d requests"
              .formatted(texts.size()));
    }
    return texts.getFirst();
  }

  private static void refuseWhatChatCannotDo(JsonObject root) throws MalformedBody {
    Long best = root.integer("best_of", 1, AnswerWatch.MOST_CHOICES);
    Long choices = root.integer("n", 1, AnswerWatch.MOST_CHOICES);
    if (best != null && best > (choices == null ? 1 : choices)) {
      throw cannot("best_of", "rank more answers than they give");
    }
    if (root.isTrue("echo")) {
      throw cannot("echo", "repeat the prompt");
    }
    if (!root.text("suffix", "").isEmpty()) {
      throw cannot("suffix", "fill a gap");
    }
    if (root.has("logprobs")) {
      throw cannot("logprobs", "tell probabilities in this protocol; use /v1/chat/completions");
    }
  }

  private static MalformedBody cannot(String field, String what) {
    return new MalformedBody(
        field,
        "'"
            + field
            + "' must be left out: completions are answered by chat models, which do not "
            + what);
  }
}
