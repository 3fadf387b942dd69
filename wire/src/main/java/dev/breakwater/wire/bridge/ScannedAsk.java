package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.format.WireFormat;
import dev.breakwater.wire.json.MalformedBody;
import org.jspecify.annotations.Nullable;

/** An ask whose bytes have been walked once. */
final class ScannedAsk implements Ask {
  private final WireFormat format;
  private final byte[] body;
  private final AskFacts facts;
  private @Nullable Conversation conversation;

  ScannedAsk(WireFormat format, byte[] body, AskFacts facts) {
    this.format = format;
    this.body = body;
    this.facts = facts;
  }

  /** The ask itself where it is one of ours, else its bytes walked again. */
  static ScannedAsk of(Ask ask) throws MalformedBody {
    return ask instanceof ScannedAsk scanned ? scanned : Asks.scan(ask);
  }

  AskFacts facts() {
    return facts;
  }

  @Override
  public Protocol protocol() {
    return format.protocol();
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
    return facts.stream;
  }

  @Override
  public long maxTokens() {
    return facts.maxTokens;
  }

  @Override
  public @Nullable String user() {
    return facts.user;
  }

  @Override
  public boolean wantsReasoning() {
    return facts.wantsReasoning;
  }

  @Override
  public Conversation conversation() throws MalformedBody {
    if (conversation == null) {
      conversation = format.readRequest(body);
    }
    return conversation;
  }
}
