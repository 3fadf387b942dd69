package dev.breakwater.wire.anthropic;

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
import dev.breakwater.wire.format.JsonByTool;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.format.WireFormat;
import dev.breakwater.wire.json.MalformedBody;
import java.util.List;

/** Anthropic's messages; the base URL is the host alone. */
public final class AnthropicFormat implements WireFormat {
  private static final String VERSION = "2023-06-01";

  @Override
  public Protocol protocol() {
    return Protocol.ANTHROPIC;
  }

  @Override
  public String path(String model, boolean stream) {
    return "/v1/messages";
  }

  @Override
  public List<Header> callerHeaders(String credential) {
    return List.of(new Header("x-api-key", credential), new Header("anthropic-version", VERSION));
  }

  @Override
  public Conversation readRequest(byte[] body) throws MalformedBody {
    return AnthropicRequestReader.read(body);
  }

  @Override
  public byte[] writeRequest(
      Conversation conversation, String model, boolean stream, Dropped dropped)
      throws Inexpressible {
    return AnthropicRequestWriter.write(conversation, model, stream, dropped);
  }

  @Override
  public Reply readReply(byte[] body) throws MalformedBody {
    return JsonByTool.read(AnthropicReplies.read(body));
  }

  @Override
  public byte[] writeReply(Reply reply, Asked asked) {
    return AnthropicReplies.write(reply);
  }

  @Override
  public AnswerAssembly assembly() {
    return new AnthropicAssembly();
  }

  @Override
  public EventReader eventReader() {
    return JsonByTool.reading(new AnthropicEventReader());
  }

  @Override
  public EventWriter eventWriter(Asked asked) {
    return new AnthropicEventWriter();
  }

  /** Anthropic gives one answer, however many are asked for. */
  @Override
  public AnswerWatch watch(int choices) {
    return new AnthropicWatch();
  }

  @Override
  public byte[] withoutForeignThoughts(byte[] body) {
    return ForeignThoughts.cut(body);
  }

  @Override
  public Problem readProblem(int status, byte[] body) {
    return AnthropicProblems.read(status, body);
  }

  @Override
  public byte[] writeProblem(Problem problem) {
    return AnthropicProblems.write(problem);
  }
}
