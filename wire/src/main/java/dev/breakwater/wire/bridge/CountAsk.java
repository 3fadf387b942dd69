package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.count.ClientCount;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.MalformedBody;
import org.jspecify.annotations.Nullable;

/** A client's question how many tokens a prompt has. */
public final class CountAsk implements Ask {
  private final ClientCount count;
  private final byte[] body;
  private final AskFacts facts;
  private @Nullable Conversation conversation;

  CountAsk(ClientCount count, byte[] body, AskFacts facts) {
    this.count = count;
    this.body = body;
    this.facts = facts;
  }

  /** The answer in the client's protocol. */
  public byte[] answer(long tokens) {
    return count.answer(tokens);
  }

  AskFacts facts() {
    return facts;
  }

  @Override
  public Protocol protocol() {
    return count.protocol();
  }

  @Override
  public byte[] body() {
    return body;
  }

  @Override
  public @Nullable String model() {
    return facts.model;
  }

  @Override
  public boolean stream() {
    return false;
  }

  @Override
  public long maxTokens() {
    return -1;
  }

  @Override
  public @Nullable String user() {
    return facts.user;
  }

  @Override
  public boolean wantsReasoning() {
    return false;
  }

  @Override
  public Conversation conversation() throws MalformedBody {
    if (conversation == null) {
      conversation = count.read(body);
    }
    return conversation;
  }
}
