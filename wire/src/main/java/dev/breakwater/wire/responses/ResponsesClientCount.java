package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.count.ClientCount;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.MalformedBody;

/** The question of OpenAI's clients how many tokens the input of a response would have. */
public final class ResponsesClientCount implements ClientCount {
  @Override
  public Protocol protocol() {
    return Protocol.RESPONSES;
  }

  @Override
  public Conversation read(byte[] body) throws MalformedBody {
    return RequestReader.read(body);
  }

  @Override
  public byte[] answer(long tokens) {
    return Json.write(
        Json.object().put("object", "response.input_tokens").put("input_tokens", tokens));
  }
}
