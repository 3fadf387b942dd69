package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Texts;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Generated contents to and from the neutral model; chunks of a stream have the same shape. */
final class GeminiReplies {
  private GeminiReplies() {}

  static Reply read(byte[] body) throws MalformedBody {
    JsonObject root = Json.object(body);
    if (root.has("error")) {
      throw new MalformedBody(
          "error",
          "an error came with status 200: "
              + GeminiProblems.inAnswer(body, 0, body.length).message());
    }
    FinishReason finish = finish(root);
    if (finish == null) {
      throw new MalformedBody("candidates[0].finishReason", "'finishReason' is missing");
    }
    return new Reply(
        root.text("responseId", ""),
        root.text("modelVersion", ""),
        List.of(new Reply.Choice(parts(root), finish, null)),
        GeminiUsage.read(root.object("usageMetadata")));
  }

  /** Why the first candidate stopped, or that the prompt was blocked; null before the end. */
  static @Nullable FinishReason finish(JsonObject root) throws MalformedBody {
    List<JsonObject> candidates = root.objects("candidates");
    String reason = candidates.isEmpty() ? null : candidates.getFirst().text("finishReason");
    if (reason != null && !reason.equals("FINISH_REASON_UNSPECIFIED")) {
      return GeminiFinish.read(reason);
    }
    JsonObject feedback = root.object("promptFeedback");
    return feedback != null && feedback.has("blockReason") ? FinishReason.CONTENT_FILTER : null;
  }

  /** The first candidate's texts; its thoughts are left out, for nobody asked. */
  static List<Part> parts(JsonObject root) throws MalformedBody {
    List<Part> parts = new ArrayList<>();
    List<JsonObject> candidates = root.objects("candidates");
    JsonObject content = candidates.isEmpty() ? null : candidates.getFirst().object("content");
    if (content == null) {
      return parts;
    }
    for (JsonObject part : content.objects("parts")) {
      if (part.has("functionCall")) {
        throw new MalformedBody(
            part.path("functionCall"), "a tool is called though none was offered");
      }
      String text = part.text("text", "");
      if (!text.isEmpty() && !part.isTrue("thought")) {
        parts.add(new Part.Text(text));
      }
    }
    return parts;
  }

  static byte[] write(Reply reply) {
    List<String> texts = reply.first().parts().stream().map(Texts::of).toList();
    return Json.write(
        tree(texts, reply.first().finish(), reply.tokens(), reply.model(), reply.id()));
  }

  static ObjectNode tree(
      List<String> texts,
      @Nullable FinishReason finish,
      @Nullable Tokens tokens,
      String model,
      String id) {
    ObjectNode root = Json.object();
    ObjectNode candidate = root.putArray("candidates").addObject();
    ObjectNode content = candidate.putObject("content");
    ArrayNode parts = content.putArray("parts");
    texts.forEach(text -> parts.addObject().put("text", text));
    content.put("role", "model");
    if (finish != null) {
      candidate.put("finishReason", GeminiFinish.write(finish));
    }
    candidate.put("index", 0);
    if (tokens != null) {
      root.set("usageMetadata", GeminiUsage.write(tokens));
    }
    if (!model.isEmpty()) {
      root.put("modelVersion", model);
    }
    if (!id.isEmpty()) {
      root.put("responseId", id);
    }
    return root;
  }
}
