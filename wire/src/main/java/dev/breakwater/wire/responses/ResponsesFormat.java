package dev.breakwater.wire.responses;

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
import dev.breakwater.wire.openai.OpenAiFormat;
import java.util.List;
import java.util.function.LongSupplier;

/** OpenAI's Responses; the base URL ends with {@code /v1}. */
public final class ResponsesFormat implements WireFormat {
  private final LongSupplier epochSeconds;

  /** Its headers and errors are the same. */
  private final OpenAiFormat chat;

  /**
   * @param epochSeconds the time that answers are said to be created at, which OpenAI's schema
   *     requires
   */
  public ResponsesFormat(LongSupplier epochSeconds) {
    this.epochSeconds = epochSeconds;
    this.chat = new OpenAiFormat(epochSeconds);
  }

  @Override
  public Protocol protocol() {
    return Protocol.RESPONSES;
  }

  @Override
  public String path(String model, boolean stream) {
    return "/responses";
  }

  @Override
  public List<Header> callerHeaders(String credential) {
    return chat.callerHeaders(credential);
  }

  @Override
  public Conversation readRequest(byte[] body) throws MalformedBody {
    return RequestReader.read(body);
  }

  @Override
  public byte[] writeRequest(
      Conversation conversation, String model, boolean stream, Dropped dropped)
      throws Inexpressible {
    return RequestWriter.write(conversation, model, stream, dropped);
  }

  @Override
  public byte[] withoutForeignThoughts(byte[] body) {
    return ForeignThoughts.without(body);
  }

  @Override
  public byte[] passedOn(byte[] body, String model) {
    return PassedOn.body(body, model);
  }

  @Override
  public Reply readReply(byte[] body) throws MalformedBody {
    return Replies.read(body);
  }

  @Override
  public byte[] writeReply(Reply reply, Asked asked) {
    return Replies.write(reply, asked, epochSeconds.getAsLong());
  }

  @Override
  public AnswerAssembly assembly() {
    return new ResponsesAssembly();
  }

  @Override
  public EventReader eventReader() {
    return new ResponsesEventReader();
  }

  @Override
  public EventWriter eventWriter(Asked asked) {
    return new ResponsesEventWriter(asked, epochSeconds.getAsLong());
  }

  @Override
  public AnswerWatch watch(int choices) {
    return new ResponsesWatch();
  }

  @Override
  public Problem readProblem(int status, byte[] body) {
    return chat.readProblem(status, body);
  }

  @Override
  public byte[] writeProblem(Problem problem) {
    return chat.writeProblem(problem);
  }
}
