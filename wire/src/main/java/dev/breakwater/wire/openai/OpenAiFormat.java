package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.format.AnswerAssembly;
import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.format.Asked;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.EventReader;
import dev.breakwater.wire.format.EventWriter;
import dev.breakwater.wire.format.Header;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.format.WireFormat;
import dev.breakwater.wire.json.MalformedBody;
import java.util.List;
import java.util.function.LongSupplier;

/** OpenAI's chat completions; the base URL ends with {@code /v1}. */
public final class OpenAiFormat implements WireFormat {
  private final LongSupplier epochSeconds;

  /**
   * @param epochSeconds the time that answers are said to be created at, which OpenAI's schema
   *     requires
   */
  public OpenAiFormat(LongSupplier epochSeconds) {
    this.epochSeconds = epochSeconds;
  }

  @Override
  public Protocol protocol() {
    return Protocol.OPENAI;
  }

  @Override
  public String path(String model, boolean stream) {
    return "/chat/completions";
  }

  @Override
  public List<Header> callerHeaders(String credential) {
    return List.of(new Header("authorization", "Bearer " + credential));
  }

  @Override
  public Conversation readRequest(byte[] body) throws MalformedBody {
    return OpenAiRequestReader.read(body);
  }

  @Override
  public byte[] writeRequest(
      Conversation conversation, String model, boolean stream, Dropped dropped)
      throws Inexpressible {
    return OpenAiRequestWriter.write(conversation, model, stream, dropped);
  }

  @Override
  public byte[] withoutForeignThoughts(byte[] body) {
    return ForeignThoughts.cut(body);
  }

  @Override
  public Reply readReply(byte[] body) throws MalformedBody {
    return OpenAiReplyReader.read(body);
  }

  @Override
  public byte[] writeReply(Reply reply, Asked asked) {
    return OpenAiReplyWriter.write(reply, asked, epochSeconds.getAsLong());
  }

  @Override
  public AnswerAssembly assembly() {
    return new OpenAiAssembly();
  }

  @Override
  public EventReader eventReader() {
    return new OpenAiEventReader();
  }

  @Override
  public EventWriter eventWriter(Asked asked) {
    return new OpenAiEventWriter(asked, epochSeconds.getAsLong());
  }

  @Override
  public AnswerWatch watch(int choices) {
    return new OpenAiWatch(choices);
  }

  @Override
  public Problem readProblem(int status, byte[] body) {
    return OpenAiProblems.read(status, body);
  }

  @Override
  public byte[] writeProblem(Problem problem) {
    return OpenAiProblems.write(problem);
  }
}
