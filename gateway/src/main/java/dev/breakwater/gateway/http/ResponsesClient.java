package dev.breakwater.gateway.http;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.provider.Answer;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.responses.KeptExchange;
import dev.breakwater.gateway.responses.StoredConversations;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.format.ClientFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client of OpenAI's Responses, whose conversations are kept for it to go on from. */
final class ResponsesClient extends ProtocolClient {
  private final StoredConversations conversations;
  private @Nullable KeptExchange kept;

  ResponsesClient(
      Inbound inbound, String requestId, ClientFormat format, StoredConversations conversations) {
    super(inbound, requestId, format);
    this.conversations = conversations;
  }

  @Override
  public Optional<Ask> ask(VirtualKey caller) {
    return inbound
        .body()
        .map(body -> {
          KeptExchange begun = conversations.begin(caller, requestId, body);
          kept = begun;
          return begun.ask();
        });
  }

  @Override
  public AnswerSink sink() {
    return kept().sink(super.sink());
  }

  @Override
  public void answered(Call call, Answer answer, long costNanos) {
    super.answered(
        call,
        call.ask().stream() ? answer : answer.withBody(kept().answered(answer.body())),
        costNanos);
  }

  private KeptExchange kept() {
    if (kept == null) {
      throw new IllegalStateException("answered before it was asked");
    }
    return kept;
  }
}
