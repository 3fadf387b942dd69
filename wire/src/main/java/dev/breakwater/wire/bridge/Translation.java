package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.format.Asked;
import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.ProviderFormat;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;

/** Between different protocols: what one side says is read into the neutral model and written. */
final class Translation implements Bridge {
  private final ClientFormat client;
  private final ProviderFormat provider;

  Translation(ClientFormat client, ProviderFormat provider) {
    this.client = client;
    this.provider = provider;
  }

  @Override
  public ClientFormat client() {
    return client;
  }

  @Override
  public ProviderFormat provider() {
    return provider;
  }

  @Override
  public Outgoing request(Ask ask, String model) throws MalformedBody, Inexpressible {
    Dropped dropped = new Dropped();
    byte[] body = provider.writeRequest(ask.conversation(), model, ask.stream(), dropped);
    return new Outgoing(body, dropped.fields());
  }

  @Override
  public WholeAnswer whole(Ask ask, byte[] body) throws MalformedBody {
    Reply reply = named(provider.readReply(body), ask);
    long textBytes = 0;
    for (Reply.Choice choice : reply.choices()) {
      for (Part part : choice.parts()) {
        textBytes += bytes(part);
      }
    }
    return new WholeAnswer(
        client.writeReply(reply, asked(ask)),
        reply.first().finish(),
        reply.tokens(),
        reply.tokens() == null && reportsAbsurdUsage(body),
        textBytes);
  }

  /** A reply without counts: were there none, or none to be believed? */
  private boolean reportsAbsurdUsage(byte[] body) throws MalformedBody {
    AnswerWatch watch = provider.watch(AnswerWatch.MOST_CHOICES);
    watch.look(body, 0, body.length);
    return watch.hasAbsurdUsage();
  }

  /** Some providers do not say which model has answered: then it is the one asked for. */
  private static Reply named(Reply reply, Ask ask) {
    return reply.model().isEmpty()
        ? new Reply(reply.id(), model(ask), reply.choices(), reply.tokens())
        : reply;
  }

  private static String model(Ask ask) {
    return ask.model() == null ? "" : ask.model();
  }

  private static long bytes(Part part) {
    return switch (part) {
      case Part.Text text -> utf8(text.text());
      case Part.Thinking thinking -> utf8(thinking.text());
      case Part.Refusal refusal -> utf8(refusal.text());
      case Part.ToolCall call -> utf8(call.name()) + utf8(call.arguments());
      case Part.HiddenThinking hidden -> hidden.data().value().length();
      case Part.Attachment attachment -> 0;
      case Part.ToolResult result -> 0;
      case Part.CachePoint point -> 0;
    };
  }

  private static long utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public AnswerStream stream(Ask ask) {
    AskFacts facts = ScannedAsk.facts(ask);
    return new TranslatedStream(
        provider, facts.choices, client.eventWriter(asked(ask)), model(ask));
  }

  /** The conversation was read when the request was written, so that it cannot fail here. */
  static Asked asked(Ask ask) {
    AskFacts facts = ScannedAsk.facts(ask);
    try {
      return new Asked(ask.conversation(), facts.includeUsage, facts.framing, facts.functions);
    } catch (MalformedBody e) {
      throw new IllegalStateException("answered a request that could not be read", e);
    }
  }

  @Override
  public Problem problem(int status, byte[] body) {
    return provider.readProblem(status, body);
  }

  @Override
  public byte[] errorBody(int status, byte[] body) {
    return client.writeProblem(problem(status, body));
  }
}
