package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.count.ClientCount;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import tools.jackson.databind.node.ObjectNode;

/** The question how many tokens contents have, as Gemini's clients put it. */
public final class GeminiClientCount implements ClientCount {
  @Override
  public Protocol protocol() {
    return Protocol.GEMINI;
  }

  /** Either contents alone, or a whole request to generate. */
  @Override
  public Conversation read(byte[] body) throws MalformedBody {
    JsonObject root = Json.object(body);
    JsonObject whole = root.object(Fields.of(root).name("generateContentRequest"));
    return GeminiRequestReader.read(whole == null ? root : whole);
  }

  @Override
  public byte[] answer(long tokens) {
    ObjectNode root = Json.object().put("totalTokens", tokens);
    root.putArray("promptTokensDetails")
        .addObject()
        .put("modality", "TEXT")
        .put("tokenCount", tokens);
    return Json.write(root);
  }
}
