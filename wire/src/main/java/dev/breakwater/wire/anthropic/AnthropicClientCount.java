package dev.breakwater.wire.anthropic;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.count.ClientCount;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.MalformedBody;

/** The question of Anthropic's clients how many tokens a message would have. */
public final class AnthropicClientCount implements ClientCount {
  @Override
  public Protocol protocol() {
    return Protocol.ANTHROPIC;
  }

  @Override
  public Conversation read(byte[] body) throws MalformedBody {
    return AnthropicRequestReader.readCount(body);
  }

  @Override
  public byte[] answer(long tokens) {
    return Json.write(Json.object().put("input_tokens", tokens));
  }
}
