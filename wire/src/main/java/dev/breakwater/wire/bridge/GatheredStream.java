package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.format.AnswerAssembly;
import dev.breakwater.wire.format.ProviderFormat;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;

/**
 * A stream that nobody is handed, but that becomes the provider's whole answer, to be {@linkplain
 * Bridge#whole read} as one. What a stream cannot say, the gathered answer lacks: a call's input
 * that the limit of tokens cut off (Anthropic, Bedrock), the average of probabilities (Gemini).
 */
public final class GatheredStream extends WatchedStream {
  private final AnswerAssembly assembly;

  /**
   * @param choices how many answers the request asks for
   */
  GatheredStream(ProviderFormat provider, int choices) {
    super(provider.framer(), provider.watch(choices));
    this.assembly = provider.assembly();
  }

  @Override
  void forward(byte[] bytes, int start, int end, byte[] data, int dataStart, int dataEnd)
      throws MalformedBody {
    assembly.add(data, dataStart, dataEnd);
  }

  @Override
  void forwardEmpty(byte[] bytes, int start, int end) {}

  @Override
  public void lateLineFeed() {}

  @Override
  public void end(ByteSink sink) {}

  @Override
  public void fail(Problem problem, ByteSink sink) {}

  /**
   * The provider's whole answer, once the stream {@link #isFinished}.
   *
   * @throws MalformedBody when its events make none
   */
  public byte[] body() throws MalformedBody {
    return assembly.whole();
  }
}
