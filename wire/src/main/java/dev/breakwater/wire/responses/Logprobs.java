package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.TokenProbability;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How probable the tokens of a text were. */
final class Logprobs {
  private Logprobs() {}

  static List<TokenProbability> read(JsonObject holder, String field) throws MalformedBody {
    List<TokenProbability> tokens = new ArrayList<>();
    for (JsonObject token : holder.objects(field)) {
      List<TokenProbability> alternatives =
          token.has("top_logprobs") ? read(token, "top_logprobs") : List.of();
      Double logprob = token.number("logprob", -Double.MAX_VALUE, Double.MAX_VALUE);
      tokens.add(
          new TokenProbability(
              token.text("token", ""), logprob == null ? 0 : logprob, alternatives));
    }
    return tokens;
  }

  static ArrayNode write(List<TokenProbability> tokens) {
    ArrayNode written = Json.array();
    for (TokenProbability token : tokens) {
      one(written.addObject(), token).set("top_logprobs", alternatives(token));
    }
    return written;
  }

  private static ArrayNode alternatives(TokenProbability token) {
    ArrayNode written = Json.array();
    token.alternatives().forEach(other -> one(written.addObject(), other));
    return written;
  }

  private static ObjectNode one(ObjectNode written, TokenProbability token) {
    written.put("token", token.token()).put("logprob", token.logprob());
    ArrayNode bytes = written.putArray("bytes");
    for (byte each : token.token().getBytes(StandardCharsets.UTF_8)) {
      bytes.add(each & 0xff);
    }
    return written;
  }
}
