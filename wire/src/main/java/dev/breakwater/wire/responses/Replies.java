package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.conversation.TokenProbability;
import dev.breakwater.wire.format.Asked;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whole answers to and from the neutral model. */
final class Replies {
  private Replies() {}

  static Reply read(byte[] body) throws MalformedBody {
    JsonObject root = Json.object(body);
    if (root.has("error")) {
      throw new MalformedBody(
          "error", "an error came with status 200: " + ResponsesProblems.inAnswer(root).message());
    }
    List<Part> parts = parts(root);
    return new Reply(
        root.text("id", ""),
        root.text("model", ""),
        List.of(new Reply.Choice(parts, finish(root, parts), null, probabilities(root))),
        ResponsesUsage.read(root.object("usage")));
  }

  /** What the output of a response object says; the provider's own tools' items are left out. */
  static List<Part> parts(JsonObject root) throws MalformedBody {
    if (!root.has("output")) {
      throw root.wrong("output", "an array");
    }
    List<Part> parts = new ArrayList<>();
    ItemReader reader = new ItemReader();
    for (JsonObject item : root.objects("output")) {
      reader.read(item, parts);
    }
    return parts;
  }

  /**
   * Why a response ended.
   *
   * @throws MalformedBody when it has not
   */
  static FinishReason finish(JsonObject root, List<Part> parts) throws MalformedBody {
    String status = root.text("status", "");
    return switch (status) {
      case "completed" -> natural(parts);
      case "incomplete" -> {
        JsonObject details = root.object("incomplete_details");
        yield incomplete(details == null ? "" : details.text("reason", ""));
      }
      default -> throw root.wrong("status", "completed or incomplete");
    };
  }

  static FinishReason incomplete(String reason) {
    return switch (reason) {
      case "max_output_tokens", "max_tokens" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.OTHER;
    };
  }

  private static FinishReason natural(List<Part> parts) {
    boolean calls = parts.stream().anyMatch(Part.ToolCall.class::isInstance);
    boolean refuses = parts.stream().anyMatch(Part.Refusal.class::isInstance);
    return calls ? FinishReason.TOOL_CALLS : refuses ? FinishReason.REFUSAL : FinishReason.STOP;
  }

  private static List<TokenProbability> probabilities(JsonObject root) throws MalformedBody {
    List<TokenProbability> tokens = new ArrayList<>();
    for (JsonObject item : root.objects("output")) {
      if (ItemReader.type(item).equals("message") && !item.isText("content")) {
        for (JsonObject part : item.objects("content")) {
          tokens.addAll(Logprobs.read(part, "logprobs"));
        }
      }
    }
    return tokens;
  }

  static byte[] write(Reply reply, Asked asked, long created) {
    Reply.Choice choice = reply.first();
    ArrayNode output =
        OutputItems.of(OutputItems.base(reply.id()), choice.parts(), choice.probabilities());
    if (!output.isEmpty()
        && output.get(output.size() - 1) instanceof ObjectNode last
        && last.has("status")) {
      last.put("status", OutputItems.status(choice.finish()));
    }
    return Json.write(
        new ResponseObject(asked, created)
            .ended(reply.id(), reply.model(), output, choice.finish(), reply.tokens()));
  }
}
