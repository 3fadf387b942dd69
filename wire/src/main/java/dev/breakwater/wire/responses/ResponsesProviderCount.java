package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.count.ProviderCount;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI asked how many tokens the input of a response would have. */
public final class ResponsesProviderCount implements ProviderCount {
  /** What the question takes; all else bears on no count. */
  private static final List<String> ASKED =
      List.of(
          "model",
          "input",
          "instructions",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "text",
          "reasoning");

  @Override
  public Protocol protocol() {
    return Protocol.RESPONSES;
  }

  @Override
  public String path(String model) {
    return "/responses/input_tokens";
  }

  @Override
  public byte[] write(Conversation conversation, String model) throws Inexpressible {
    byte[] request = RequestWriter.write(conversation, model, false, new Dropped());
    try {
      ObjectNode asked = Json.object(request).node();
      asked.retain(ASKED);
      return Json.write(asked, request.length);
    } catch (MalformedBody e) {
      throw new IllegalStateException("wrote what cannot be read", e);
    }
  }

  @Override
  public long read(byte[] answer) throws MalformedBody {
    JsonObject root = Json.object(answer);
    Long tokens = root.integer("input_tokens", 0, Tokens.MOST);
    if (tokens == null) {
      throw root.wrong("input_tokens", "a whole number");
    }
    return tokens;
  }
}
