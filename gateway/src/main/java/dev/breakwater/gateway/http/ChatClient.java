package dev.breakwater.gateway.http;

import dev.breakwater.gateway.exchange.Client;
import dev.breakwater.gateway.provider.Answer;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Refusal;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.json.MalformedBody;
import java.util.Optional;

/** A client that has called one of the conversation endpoints, whatever its protocol. */
final class ChatClient implements Client {
  private final Inbound inbound;
  private final String requestId;
  private final ClientFormat format;
  private final AskReader reader;
  private final StreamReply stream;

  /** Finds in a body what is asked. */
  interface AskReader {
    /**
     * @throws MalformedBody names the place that cannot be read
     */
    Ask read(byte[] body) throws MalformedBody;
  }

  ChatClient(Inbound inbound, String requestId, ClientFormat format, AskReader reader) {
    this.inbound = inbound;
    this.requestId = requestId;
    this.format = format;
    this.reader = reader;
    this.stream = new StreamReply(inbound, requestId);
  }

  @Override
  public Optional<Ask> ask() {
    Optional<byte[]> body = inbound.body();
    if (body.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(reader.read(body.get()));
    } catch (MalformedBody e) {
      Problem problem = Problem.of(Kind.INVALID_REQUEST, 400, String.valueOf(e.getMessage()));
      throw Rejection.of(e.field().isEmpty() ? problem : problem.at(e.field()));
    }
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
        new AnswerHeaders(requestId, AnswerHeaders.JSON)
            .of(call)
            .cost(costNanos)
            .addAll(answer.headers()),
        answer.body());
  }

  @Override
  public void refused(Call call, Refusal.Rejected refusal) {
    inbound.reply(
        refusal.status(),
        new AnswerHeaders(requestId, AnswerHeaders.JSON).of(call).addAll(refusal.headers()),
        refusal.body());
  }

  @Override
  public void rejected(Rejection rejection, int attempts) {
    if (stream.hasBegun()) {
      inbound.abort();
      return;
    }
    AnswerHeaders headers = new AnswerHeaders(requestId, AnswerHeaders.JSON).attempts(attempts);
    rejection.retryAfter().ifPresent(wait -> headers.retryAfter(wholeSeconds(wait)));
    Problem problem = rejection.problem();
    inbound.reply(problem.status(), headers, format.writeProblem(problem));
  }

  @Override
  public void brokenOff() {
    inbound.end();
  }

  /** Rounded up: a client that waits as long as we say must not come too early. */
  private static long wholeSeconds(java.time.Duration wait) {
    return Math.max(1, (wait.toMillis() + 999) / 1000);
  }
}
