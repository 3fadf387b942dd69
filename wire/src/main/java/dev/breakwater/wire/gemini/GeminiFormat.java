package dev.breakwater.wire.gemini;

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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Gemini's generated content; the base URL is the host alone. */
public final class GeminiFormat implements WireFormat {
  @Override
  public Protocol protocol() {
    return Protocol.GEMINI;
  }

  @Override
  public String path(String model, boolean stream) {
    return place(model) + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
  }

  /** A model's place; its name is one segment, so that nothing in it can lead to another path. */
  static String place(String model) {
    String segment = URLEncoder.encode(name(model), StandardCharsets.UTF_8).replace("+", "%20");
    return "/v1beta/models/" + segment;
  }

  /** A model's name without the collection that Google's own names may begin with. */
  static String name(String model) {
    return model.startsWith("models/") ? model.substring("models/".length()) : model;
  }

  @Override
  public List<Header> callerHeaders(String credential) {
    return List.of(new Header("x-goog-api-key", credential));
  }

  @Override
  public Conversation readRequest(byte[] body) throws MalformedBody {
    return GeminiRequestReader.read(body);
  }

  /** Model and streaming stand in the path. */
  @Override
  public byte[] writeRequest(
      Conversation conversation, String model, boolean stream, Dropped dropped)
      throws Inexpressible {
    return GeminiRequestWriter.write(conversation, model, dropped);
  }

  @Override
  public Reply readReply(byte[] body) throws MalformedBody {
    return GeminiReplies.read(body);
  }

  @Override
  public byte[] writeReply(Reply reply, Asked asked) {
    return GeminiReplyWriter.write(reply);
  }

  @Override
  public AnswerAssembly assembly() {
    return new GeminiAssembly();
  }

  @Override
  public EventReader eventReader() {
    return new GeminiEventReader();
  }

  @Override
  public EventWriter eventWriter(Asked asked) {
    return new GeminiEventWriter(asked.framing());
  }

  @Override
  public AnswerWatch watch(int choices) {
    return new GeminiWatch(choices);
  }

  @Override
  public Problem readProblem(int status, byte[] body) {
    return GeminiProblems.read(status, body);
  }

  @Override
  public byte[] writeProblem(Problem problem) {
    return GeminiProblems.write(problem);
  }

  @Override
  public byte[] withoutForeignThoughts(byte[] body) {
    return GeminiForeignThoughts.without(body);
  }
}
