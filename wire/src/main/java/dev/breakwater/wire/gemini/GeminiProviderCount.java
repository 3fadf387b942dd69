package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.count.ProviderCount;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import tools.jackson.databind.node.ObjectNode;

/** The question how many tokens contents have, as Gemini wants it. */
public final class GeminiProviderCount implements ProviderCount {
  @Override
  public Protocol protocol() {
    return Protocol.GEMINI;
  }

  @Override
  public String path(String model) {
    return GeminiFormat.place(model) + ":countTokens";
  }

  @Override
  public byte[] write(Conversation conversation, String model) throws Inexpressible {
    ObjectNode root = Json.object();
    ObjectNode request =
        root.putObject("generateContentRequest").put("model", "models/" + GeminiFormat.name(model));
    request.setAll(GeminiRequestWriter.prompt(conversation, model));
    return Json.write(root);
  }

  @Override
  public long read(byte[] answer) throws MalformedBody {
    JsonObject root = Json.object(answer);
    Long tokens = root.integer("totalTokens", 0, Tokens.MOST);
    if (tokens == null) {
      throw root.wrong("totalTokens", "a number");
    }
    return tokens;
  }
}
