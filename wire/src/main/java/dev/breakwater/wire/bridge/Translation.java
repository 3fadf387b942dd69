package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.format.Alternation;
import dev.breakwater.wire.format.WireFormat;
import dev.breakwater.wire.format.WireFormat.StreamOptions;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;

/** Between different protocols: what one side says is read into the neutral model and written. */
final class Translation implements Bridge {
  private final WireFormat client;
  private final WireFormat provider;

  Translation(WireFormat client, WireFormat provider) {
    this.client = client;
    this.provider = provider;
  }

  @Override
  public WireFormat client() {
    return client;
  }

  @Override
  public WireFormat provider() {
    return provider;
  }

  @Override
  public byte[] request(Ask ask, String model) throws MalformedBody {
    return provider.writeRequest(ask.conversation(), model, ask.stream());
  }

  @Override
  public WholeAnswer whole(byte[] body) throws MalformedBody {
    Reply reply = provider.readReply(body);
    long textBytes = 0;
    for (Part part : reply.parts()) {
      textBytes += Alternation.text(part).getBytes(StandardCharsets.UTF_8).length;
    }
    return new WholeAnswer(client.writeReply(reply), reply.finish(), reply.tokens(), textBytes);
  }

  @Override
  public AnswerStream stream(Ask ask) {
    boolean includeUsage = ScannedAsk.facts(ask).includeUsage;
    return new TranslatedStream(provider, client.eventWriter(new StreamOptions(includeUsage)));
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
