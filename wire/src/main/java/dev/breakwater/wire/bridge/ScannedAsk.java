package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.format.Asked.Framing;
import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.MalformedBody;
import org.jspecify.annotations.Nullable;

/** An ask whose bytes have been walked once. */
final class ScannedAsk implements Ask {
  private final ClientFormat format;
  private final byte[] body;
  private final AskFacts facts;
  private @Nullable Conversation conversation;

  ScannedAsk(ClientFormat format, byte[] body, AskFacts facts) {
    this.format = format;
    this.body = body;
    this.facts = facts;
  }

  /**
   * The ask's facts; asks come from {@link Asks} alone.
   *
   * @throws IllegalArgumentException for any other implementation
   */
  static AskFacts facts(Ask ask) {
    if (ask instanceof ScannedAsk scanned) {
      return scanned.facts;
    }
    throw new IllegalArgumentException("not read by Asks: " + ask.getClass());
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
  public Framing framing() {
    return facts.framing;
  }

  @Override
  public Conversation conversation() throws MalformedBody {
    if (conversation == null) {
      conversation = format.readRequest(body);
    }
    return conversation;
  }
}
