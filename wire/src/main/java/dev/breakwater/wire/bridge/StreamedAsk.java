package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.json.MalformedBody;

/** What a client asks to get whole, put as a question for a stream. */
final class StreamedAsk extends ScannedAsk {
  private final ScannedAsk asked;

  StreamedAsk(ScannedAsk asked) {
    super(asked);
    this.asked = asked;
  }

  @Override
  public boolean stream() {
    return true;
  }

  @Override
  public Conversation conversation() throws MalformedBody {
    return asked.conversation();
  }
}
