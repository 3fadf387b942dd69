package dev.breakwater.gateway.http;

import dev.breakwater.gateway.exchange.Client;
import dev.breakwater.gateway.provider.Answer;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Refusal;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.generate.GenerateAnswer;
import java.util.Optional;

/** A client that speaks Breakwater's own words, in which answers say who gave them and the cost. */
final class GenerateClient implements Client {
  private final ChatClient client;
  private final String requestId;
  private final GenerateReply stream;

  GenerateClient(ChatClient client, String requestId) {
    this.client = client;
    this.requestId = requestId;
    this.stream = new GenerateReply(client.sink());
  }

  @Override
  public Optional<Ask> ask() {
    return client.ask();
  }

  @Override
  public AnswerSink sink() {
    return stream;
  }

  @Override
  public void answered(Call call, Answer answer, long costNanos) {
    if (call.ask().stream()) {
      stream.complete(call, costNanos, requestId);
      client.answered(call, answer, costNanos);
      return;
    }
    byte[] complete =
        GenerateAnswer.complete(
            answer.body(), call.target().provider(), costNanos < 0 ? null : costNanos, requestId);
    client.answered(
        call,
        new Answer(complete, answer.headers(), answer.tokens(), answer.firstContentNanos()),
        costNanos);
  }

  @Override
  public void refused(Call call, Refusal.Rejected refusal) {
    client.refused(call, refusal);
  }

  @Override
  public void rejected(Rejection rejection, int attempts) {
    client.rejected(rejection, attempts);
  }

  @Override
  public void brokenOff() {
    client.brokenOff();
  }
}
