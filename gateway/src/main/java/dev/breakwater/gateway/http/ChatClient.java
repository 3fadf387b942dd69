package dev.breakwater.gateway.http;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.format.ClientFormat;
import java.util.Optional;

/** A client whose request says all that there is to know. */
final class ChatClient extends ProtocolClient {
  private final Question<Ask> question;

  ChatClient(Inbound inbound, String requestId, ClientFormat format, Question<Ask> question) {
    super(inbound, requestId, format);
    this.question = question;
  }

  @Override
  public Optional<Ask> ask(VirtualKey caller) {
    return question.read();
  }
}
