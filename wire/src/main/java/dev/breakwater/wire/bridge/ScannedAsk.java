package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.MalformedBody;
import org.jspecify.annotations.Nullable;

/** An ask whose bytes have been walked once. */
class ScannedAsk extends FactsAsk {
  final ClientFormat format;
  private @Nullable Conversation conversation;

  ScannedAsk(ClientFormat format, byte[] body, AskFacts facts) {
    super(body, facts);
    this.format = format;
  }

  /** The same question put in another way. */
  ScannedAsk(ScannedAsk same) {
    super(same.body(), same.facts(), same.size());
    this.format = same.format;
  }

  /**
   * The ask's facts; asks come from {@link Asks} alone.
   *
   * @throws IllegalArgumentException for any other implementation
   */
  static AskFacts facts(Ask ask) {
    return of(ask).facts();
  }

  /**
   * @throws IllegalArgumentException as {@link #facts} does
   */
  static ScannedAsk of(Ask ask) {
    if (ask instanceof ScannedAsk scanned) {
      return scanned;
    }
    throw new IllegalArgumentException("not read by Asks: " + ask.getClass());
  }

  @Override
  public Protocol protocol() {
    return format.protocol();
  }

  @Override
  public Conversation conversation() throws MalformedBody {
    if (conversation == null) {
      conversation = format.readRequest(body());
    }
    return conversation;
  }
}
