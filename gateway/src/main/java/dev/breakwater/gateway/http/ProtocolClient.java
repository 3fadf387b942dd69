package dev.breakwater.gateway.http;

import dev.breakwater.gateway.exchange.Client;
import dev.breakwater.gateway.provider.Answer;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Refusal;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.format.ClientFormat;

/** A client on the way back, whatever its protocol; how it asks is each subclass's own. */
abstract class ProtocolClient implements Client {
  final Inbound inbound;
  final String requestId;
  private final ClientFormat format;
  private final StreamReply stream;

  ProtocolClient(Inbound inbound, String requestId, ClientFormat format) {
    this.inbound = inbound;
    this.requestId = requestId;
    this.format = format;
    this.stream = new StreamReply(inbound, type -> AnswerHeaders.begin(format, requestId, type));
  }

  @Override
  public AnswerSink sink() {
    return stream;
  }

  @Override
  public void answered(Call call, Answer answer, long costNanos) {
    if (stream.hasBegun()) {
      inbound.end();
      return;
    }
    inbound.reply(
        200,
        AnswerHeaders.begin(format, requestId, AnswerHeaders.JSON)
            .of(call)
            .cost(costNanos)
            .setAll(answer.headers()),
        answer.body());
  }

  @Override
  public final void refused(Call call, Refusal.Rejected refusal) {
    inbound.reply(
        refusal.status(),
        AnswerHeaders.ofError(format, requestId).of(call).setAll(refusal.headers()),
        refusal.body());
  }

  @Override
  public final void rejected(Rejection rejection, int attempts) {
    if (stream.hasBegun()) {
      inbound.abort();
      return;
    }
    AnswerHeaders headers = AnswerHeaders.ofError(format, requestId).attempts(attempts);
    rejection.retryAfter().ifPresent(headers::retryAfter);
    Problem problem = rejection.problem();
    inbound.reply(problem.status(), headers, format.writeProblem(problem));
  }

  @Override
  public final void brokenOff() {
    inbound.end();
  }
}
