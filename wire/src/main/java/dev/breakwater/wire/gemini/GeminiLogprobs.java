package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.TokenProbability;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How probable the tokens were: two lists side by side, the chosen and the best of each place. */
final class GeminiLogprobs {
  private GeminiLogprobs() {}

  static List<TokenProbability> read(@Nullable JsonObject result) throws MalformedBody {
    List<TokenProbability> tokens = new ArrayList<>();
    if (result == null) {
      return tokens;
    }
    List<JsonObject> top = result.objects("topCandidates");
    for (JsonObject chosen : result.objects("chosenCandidates")) {
      List<TokenProbability> alternatives = new ArrayList<>();
      if (tokens.size() < top.size()) {
        for (JsonObject other : top.get(tokens.size()).objects("candidates")) {
          alternatives.add(token(other, List.of()));
        }
      }
      tokens.add(token(chosen, alternatives));
    }
    return tokens;
  }

  private static TokenProbability token(JsonObject token, List<TokenProbability> alternatives)
      throws MalformedBody {
    Double logprob = token.number("logProbability", Long.MIN_VALUE, Long.MAX_VALUE);
    return new TokenProbability(
        token.text("token", ""), logprob == null ? 0 : logprob, alternatives);
  }

  static ObjectNode write(List<TokenProbability> tokens) {
    ObjectNode result = Json.object();
    ArrayNode top = result.putArray("topCandidates");
    ArrayNode chosen = result.putArray("chosenCandidates");
    for (TokenProbability token : tokens) {
      ArrayNode others = top.addObject().putArray("candidates");
      token.alternatives().forEach(other -> put(other, others.addObject()));
      put(token, chosen.addObject());
    }
    return result;
  }

  private static void put(TokenProbability token, ObjectNode candidate) {
    candidate.put("token", token.token()).put("logProbability", token.logprob());
  }
}
