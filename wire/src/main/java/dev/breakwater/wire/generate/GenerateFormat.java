package dev.breakwater.wire.generate;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.format.Asked;
import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.format.EventWriter;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.MalformedBody;

/**
 * Breakwater's own {@code POST /api/v1/llm/generate}. What only the gateway knows of an answer
 * (provider, cost, request id) is left open: see {@link GenerateAnswer#complete}.
 */
public final class GenerateFormat implements ClientFormat {
  @Override
  public Protocol protocol() {
    return Protocol.GENERATE;
  }

  @Override
  public Conversation readRequest(byte[] body) throws MalformedBody {
    return GenerateRequests.read(Json.object(body));
  }

  @Override
  public byte[] writeReply(Reply reply, Asked asked) {
    GenerateAnswer answer = new GenerateAnswer(asked.conversation());
    answer.take(reply);
    return answer.write(false);
  }

  @Override
  public EventWriter eventWriter(Asked asked) {
    return new GenerateEventWriter(asked.conversation());
  }

  /** An RFC 9457 problem, as the admin API has them. */
  @Override
  public byte[] writeProblem(Problem problem) {
    return GenerateProblems.write(problem);
  }
}
