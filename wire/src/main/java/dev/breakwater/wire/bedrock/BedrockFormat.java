package dev.breakwater.wire.bedrock;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.format.AnswerAssembly;
import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.EventReader;
import dev.breakwater.wire.format.Header;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.JsonByTool;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.format.ProviderFormat;
import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.sse.Framer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Amazon Bedrock's Converse; the base URL is the runtime's host alone. Its answers name neither
 * themselves nor their model: they get an id here, and the model's name stays empty.
 */
public final class BedrockFormat implements ProviderFormat {
  private static final String UNRESERVED = "-_.~";

  private final LongSupplier numbers;

  /**
   * @param numbers for the ids of answers; no two alike, on other machines either
   */
  public BedrockFormat(LongSupplier numbers) {
    this.numbers = numbers;
  }

  @Override
  public Protocol protocol() {
    return Protocol.BEDROCK;
  }

  @Override
  public String path(String model, boolean stream) {
    return "/model/" + encoded(model) + (stream ? "/converse-stream" : "/converse");
  }

  /** As Amazon's signatures want it: a model's id may have colons and slashes. */
  private static String encoded(String model) {
    StringBuilder path = new StringBuilder();
    for (byte b : model.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || UNRESERVED.indexOf(c) >= 0;
      if (plain) {
        path.append(c);
      } else {
        path.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return path.toString();
  }

  /** For Bedrock's own API keys; access keys sign each request instead. */
  @Override
  public List<Header> callerHeaders(String credential) {
    return List.of(new Header("authorization", "Bearer " + credential));
  }

  @Override
  public byte[] writeRequest(
      Conversation conversation, String model, boolean stream, Dropped dropped)
      throws Inexpressible {
    return BedrockRequestWriter.write(conversation, model, dropped);
  }

  @Override
  public Reply readReply(byte[] body) throws MalformedBody {
    return JsonByTool.read(BedrockReplies.read(body, id()));
  }

  @Override
  public AnswerAssembly assembly() {
    return new BedrockAssembly();
  }

  @Override
  public EventReader eventReader() {
    return JsonByTool.reading(new BedrockEventReader(id()));
  }

  private String id() {
    return "converse-" + Long.toHexString(numbers.getAsLong());
  }

  @Override
  public Framer framer() {
    return new EventStreamFramer();
  }

  @Override
  public String streamType() {
    return "application/vnd.amazon.eventstream";
  }

  /** Converse gives one answer, however many are asked for. */
  @Override
  public AnswerWatch watch(int choices) {
    return new BedrockWatch();
  }

  @Override
  public Problem readProblem(int status, byte[] body) {
    return BedrockProblems.read(status, body);
  }
}
