package dev.breakwater.wire.anthropic;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.count.ProviderCount;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;

/** Anthropic asked how many tokens a message would have. */
public final class AnthropicProviderCount implements ProviderCount {
  @Override
  public Protocol protocol() {
    return Protocol.ANTHROPIC;
  }

  @Override
  public String path(String model) {
    return "/v1/messages/count_tokens";
  }

  @Override
  public byte[] write(Conversation conversation, String model) throws Inexpressible {
    return AnthropicRequestWriter.writeCount(conversation, model);
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
