package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.format.WireFormat;
import dev.breakwater.wire.json.JsonCursor;
import dev.breakwater.wire.json.MalformedBody;

/** Between like protocols: the bytes pass through, and what the gateway acts on is looked at. */
final class PassThrough implements Bridge {
  private final WireFormat format;

  PassThrough(WireFormat format) {
    this.format = format;
  }

  @Override
  public WireFormat client() {
    return format;
  }

  @Override
  public WireFormat provider() {
    return format;
  }

  @Override
  public Outgoing request(Ask ask, String model) {
    AskFacts facts = ScannedAsk.facts(ask);
    byte[] body =
        facts.modelInBody ? Splice.body(ask.body(), facts, model, addsUsage(ask)) : ask.body();
    return Outgoing.untouched(format.passedOn(format.withoutForeignThoughts(body), model));
  }

  private boolean addsUsage(Ask ask) {
    return format.protocol() == Protocol.OPENAI
        && ask.stream()
        && !ScannedAsk.facts(ask).includeUsage;
  }

  /** Where the question stands in the body, the body is changed, and read again. */
  @Override
  public Ask streamed(Ask ask) throws MalformedBody {
    AskFacts facts = ScannedAsk.facts(ask);
    return facts.modelInBody
        ? Asks.again(ask, Splice.streamed(ask.body(), facts))
        : Bridge.super.streamed(ask);
  }

  @Override
  public WholeAnswer whole(Ask ask, byte[] body) throws MalformedBody {
    AnswerWatch watch = format.watch(AnswerWatch.MOST_CHOICES);
    watch.look(body, 0, body.length);
    watch.over();
    Problem problem = watch.problem();
    if (problem != null) {
      throw new MalformedBody("error", "an error came with status 200: " + problem.message());
    }
    FinishReason finish = watch.finish();
    if (!watch.isFinished() || finish == null) {
      throw new MalformedBody("", "the answer is not complete: it has no finish reason");
    }
    return new WholeAnswer(body, finish, watch.tokens(), watch.hasAbsurdUsage(), watch.textBytes());
  }

  @Override
  public AnswerStream stream(Ask ask) {
    AskFacts facts = ScannedAsk.facts(ask);
    return switch (facts.framing) {
      case SERVER_SENT_EVENTS -> new PassThroughStream(format, facts.choices, addsUsage(ask));
      case JSON_ARRAY -> new ArrayStream(format, facts.choices);
    };
  }

  @Override
  public Problem problem(int status, byte[] body) {
    return format.readProblem(status, body);
  }

  /** A page or nothing at all would be no answer that a client can read: those are rendered. */
  @Override
  public byte[] errorBody(int status, byte[] body) {
    return isObject(body) ? body : format.writeProblem(problem(status, body));
  }

  static boolean isObject(byte[] body) {
    JsonCursor cursor = new JsonCursor(body, 0, body.length);
    if (cursor.peek() != '{') {
      return false;
    }
    try {
      cursor.skip();
      cursor.finish();
      return true;
    } catch (MalformedBody e) {
      return false;
    }
  }
}
