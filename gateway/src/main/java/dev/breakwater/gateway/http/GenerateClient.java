package dev.breakwater.gateway.http;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.provider.Answer;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.generate.GenerateAnswer;
import java.util.Optional;

/** A client that speaks Breakwater's own words, in which answers say who gave them and the cost. */
final class GenerateClient extends ProtocolClient {
  private final Question<Ask> question;
  private final GenerateReply stream;

  GenerateClient(Inbound inbound, String requestId, ClientFormat format, Question<Ask> question) {
    super(inbound, requestId, format);
    this.question = question;
    this.stream = new GenerateReply(super.sink());
  }

  @Override
  public Optional<Ask> ask(VirtualKey caller) {
    return question.read();
  }

  @Override
  public AnswerSink sink() {
    return stream;
  }

  @Override
  public void answered(Call call, Answer answer, long costNanos) {
    if (call.ask().stream()) {
      stream.complete(call, costNanos, requestId);
      super.answered(call, answer, costNanos);
      return;
    }
    byte[] complete =
        GenerateAnswer.complete(
            answer.body(), call.target().provider(), costNanos < 0 ? null : costNanos, requestId);
    super.answered(call, answer.withBody(complete), costNanos);
  }
}
