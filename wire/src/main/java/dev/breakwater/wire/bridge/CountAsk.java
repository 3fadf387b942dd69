package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.count.ClientCount;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.size.PromptSize;
import org.jspecify.annotations.Nullable;

/** A client's question how many tokens a prompt has. */
public final class CountAsk extends FactsAsk {
  private final ClientCount count;
  private @Nullable Conversation conversation;

  CountAsk(ClientCount count, byte[] body, AskFacts facts) {
    super(body, facts, PromptSize.EMPTY); // nobody bills it
    this.count = count;
  }

  /** The answer in the client's protocol. */
  public byte[] answer(long tokens) {
    return count.answer(tokens);
  }

  @Override
  public Protocol protocol() {
    return count.protocol();
  }

  @Override
  public boolean stream() {
    return false;
  }

  @Override
  public boolean canStream() {
    return false;
  }

  @Override
  public Conversation conversation() throws MalformedBody {
    if (conversation == null) {
      conversation = count.read(body());
    }
    return conversation;
  }
}
