package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.format.Asked;
import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.format.EventWriter;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.MalformedBody;
import java.util.function.LongSupplier;

/**
 * OpenAI's completions of a prompt, in front only: the prompt becomes a user's turn, since no
 * provider's models of today complete texts.
 */
public final class CompletionsFormat implements ClientFormat {
  private final LongSupplier epochSeconds;

  /**
   * @param epochSeconds the time that answers are said to be created at
   */
  public CompletionsFormat(LongSupplier epochSeconds) {
    this.epochSeconds = epochSeconds;
  }

  @Override
  public Protocol protocol() {
    return Protocol.COMPLETIONS;
  }

  @Override
  public Conversation readRequest(byte[] body) throws MalformedBody {
    return CompletionRequests.read(body);
  }

  @Override
  public byte[] writeReply(Reply reply, Asked asked) {
    return CompletionWriter.write(reply, epochSeconds.getAsLong());
  }

  @Override
  public EventWriter eventWriter(Asked asked) {
    return new CompletionWriter(asked.includeUsage(), epochSeconds.getAsLong());
  }

  @Override
  public byte[] writeProblem(Problem problem) {
    return OpenAiProblems.write(problem);
  }
}
