package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes whole answers, and the parts that those of streams are made of. */
final class GeminiReplyWriter {
  private GeminiReplyWriter() {}

  static byte[] write(Reply reply) {
    ObjectNode root = Json.object();
    ArrayNode candidates = root.putArray("candidates");
    long size = 1024;
    for (Reply.Choice choice : reply.choices()) {
      for (Part part : choice.parts()) {
        size += GeminiPartTrees.size(part);
      }
      candidate(choice, candidates.addObject(), candidates.size() - 1);
    }
    Tokens tokens = reply.tokens();
    if (tokens != null) {
      root.set("usageMetadata", GeminiUsage.write(tokens));
    }
    if (!reply.model().isEmpty()) {
      root.put("modelVersion", reply.model());
    }
    if (!reply.id().isEmpty()) {
      root.put("responseId", reply.id());
    }
    return Json.write(root, (int) Math.min(size, Json.LONGEST));
  }

  private static void candidate(Reply.Choice choice, ObjectNode candidate, int index) {
    ObjectNode content = candidate.putObject("content");
    ArrayNode parts = content.putArray("parts");
    List<Citation> citations = new ArrayList<>();
    boolean called = false;
    for (Part part : choice.parts()) {
      ObjectNode tree = part(part, called);
      if (tree != null) {
        parts.add(tree);
      }
      called |= part instanceof Part.ToolCall;
      if (part instanceof Part.Text text) {
        citations.addAll(text.citations());
      }
    }
    content.put("role", "model");
    candidate.put("finishReason", GeminiFinish.write(choice.finish()));
    candidate.put("index", index);
    if (!citations.isEmpty()) {
      String text = GeminiReplies.text(choice.parts());
      candidate.set("citationMetadata", GeminiCitations.write(citations, text));
    }
    if (!choice.probabilities().isEmpty()) {
      candidate.set("logprobsResult", GeminiLogprobs.write(choice.probabilities()));
    }
  }

  /**
   * @param called whether a call came before
   * @return null for what an answer cannot hold
   */
  private static @Nullable ObjectNode part(Part part, boolean called) {
    return switch (part) {
      case Part.Text text -> GeminiPartTrees.text(text.text());
      case Part.Refusal refusal -> GeminiPartTrees.text(refusal.text());
      case Part.Attachment attachment -> media(attachment.media());
      case Part.ToolCall call -> call(call, called);
      case Part.Thinking thinking -> {
        Signature signature = thinking.signature();
        yield GeminiPartTrees.signed(
            GeminiPartTrees.thought(thinking.text()),
            signature == null ? null : GeminiSignatures.shown(signature));
      }
      case Part.HiddenThinking hidden -> hidden(hidden.data());
      case Part.ToolResult result -> null;
      case Part.CachePoint point -> null;
    };
  }

  static ObjectNode hidden(Signature data) {
    return GeminiPartTrees.signed(GeminiPartTrees.thought(""), GeminiSignatures.shownHidden(data));
  }

  /**
   * A call. The first one that another vendor's model makes gets Google's signature for such calls,
   * so that a Gemini model accepts the history which the client brings back.
   *
   * @param called whether a call came before
   */
  static ObjectNode call(Part.ToolCall call, boolean called) {
    Signature signature = call.signature();
    String shown =
        signature != null
            ? GeminiSignatures.shown(signature)
            : called ? null : GeminiSignatures.NONE_FOR_CLIENTS;
    return GeminiPartTrees.signed(
        GeminiPartTrees.call(call.id(), call.name(), call.arguments()), shown);
  }

  static ObjectNode media(Media media) {
    return switch (media) {
      case Media.Inline inline -> GeminiPartTrees.inline(inline.mimeType(), inline.base64());
      case Media.PlainText text -> GeminiPartTrees.inline(text);
      case Media.Link link -> GeminiPartTrees.file(link.mimeType(), link.kind(), link.url());
      case Media.Uploaded uploaded ->
          GeminiPartTrees.file(uploaded.mimeType(), uploaded.kind(), uploaded.id());
    };
  }
}
