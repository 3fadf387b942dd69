package dev.breakwater.gateway.http;

import dev.breakwater.gateway.concurrent.HeavyWork;
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
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.MalformedBody;
import java.util.Optional;

/** A client that has called one of the conversation endpoints, whatever its protocol. */
final class ChatClient implements Client {
  private final Inbound inbound;
  private final String requestId;
  private final ClientFormat format;
  private final AskReader reader;
  private final HeavyWork heavyWork;
  private final StreamReply stream;

  /** Finds in a body what is asked. */
  interface AskReader {
    /**
     * @throws MalformedBody names the place that cannot be read
     */
    Ask read(byte[] body) throws MalformedBody;
  }

  ChatClient(
      Inbound inbound,
      String requestId,
      ClientFormat format,
      AskReader reader,
      HeavyWork heavyWork) {
    this.inbound = inbound;
    this.requestId = requestId;
    this.format = format;
    this.reader = reader;
    this.heavyWork = heavyWork;
    this.stream = new StreamReply(inbound, this::headers);
  }

  @Override
  public Optional<Ask> ask() {
    Optional<byte[]> body = inbound.body();
    if (body.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(heavyWork.await(body.get().length, () -> read(body.get())));
  }

  private Ask read(byte[] body) {
    try {
      return reader.read(body);
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
    inbound.reply(200, headers().of(call).cost(costNanos).addAll(answer.headers()), answer.body());
  }

  @Override
  public void refused(Call call, Refusal.Rejected refusal) {
    inbound.reply(refusal.status(), headers().of(call).addAll(refusal.headers()), refusal.body());
  }

  @Override
  public void rejected(Rejection rejection, int attempts) {
    if (stream.hasBegun()) {
      inbound.abort();
      return;
    }
    AnswerHeaders headers = headers().attempts(attempts);
    rejection.retryAfter().ifPresent(wait -> headers.retryAfter(wholeSeconds(wait)));
    Problem problem = rejection.problem();
    inbound.reply(problem.status(), headers, format.writeProblem(problem));
  }

  @Override
  public void brokenOff() {
    inbound.end();
  }

  private AnswerHeaders headers() {
    return headers(AnswerHeaders.JSON);
  }

  /** Anthropic's clients look for the id under another name. */
  private AnswerHeaders headers(CharSequence contentType) {
    AnswerHeaders headers = new AnswerHeaders(requestId, contentType);
    return format.protocol() == Protocol.ANTHROPIC
        ? headers.anthropicRequestId(requestId)
        : headers;
  }

  /** Rounded up: a client that waits as long as we say must not come too early. */
  private static long wholeSeconds(java.time.Duration wait) {
    return Math.max(1, (wait.toMillis() + 999) / 1000);
  }
}
