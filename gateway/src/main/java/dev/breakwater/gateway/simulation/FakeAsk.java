package dev.breakwater.gateway.simulation;

import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.MalformedBody;
import org.jspecify.annotations.Nullable;

/** A question that nobody reads. */
public record FakeAsk(boolean stream) implements Ask {
  @Override
  public Protocol protocol() {
    return Protocol.OPENAI;
  }

  @Override
  public byte[] body() {
    return new byte[0];
  }

  @Override
  public @Nullable String model() {
    return "auto";
  }

  @Override
  public long maxTokens() {
    return -1;
  }

  @Override
  public @Nullable String user() {
    return null;
  }

  @Override
  public boolean wantsReasoning() {
    return false;
  }

  @Override
  public Conversation conversation() throws MalformedBody {
    throw new UnsupportedOperationException("the attempt engine does not read conversations");
  }
}
