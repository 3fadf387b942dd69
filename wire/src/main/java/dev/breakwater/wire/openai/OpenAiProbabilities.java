package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.TokenProbability;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.JsonWriter;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How probable tokens were, as OpenAI tells it. */
final class OpenAiProbabilities {
  private OpenAiProbabilities() {}

  static List<TokenProbability> read(@Nullable JsonObject logprobs) throws MalformedBody {
    List<TokenProbability> tokens = new ArrayList<>();
    if (logprobs != null) {
      for (JsonObject token : logprobs.objects("content")) {
        List<TokenProbability> alternatives = new ArrayList<>();
        for (JsonObject other : token.objects("top_logprobs")) {
          alternatives.add(token(other, List.of()));
        }
        tokens.add(token(token, alternatives));
      }
    }
    return tokens;
  }

  private static TokenProbability token(JsonObject token, List<TokenProbability> alternatives)
      throws MalformedBody {
    Double logprob = token.number("logprob", -Double.MAX_VALUE, Double.MAX_VALUE);
    return new TokenProbability(
        token.text("token", ""), logprob == null ? 0 : logprob, alternatives);
  }

  /** Writes them as the next value; null where there are none. */
  static void write(List<TokenProbability> tokens, JsonWriter json) {
    if (tokens.isEmpty()) {
      json.value((String) null);
      return;
    }
    json.object().array("content");
    for (TokenProbability token : tokens) {
      token(token, json);
      json.array("top_logprobs");
      for (TokenProbability other : token.alternatives()) {
        token(other, json);
        json.end();
      }
      json.end().end();
    }
    json.end().nullField("refusal").end();
  }

  /** Leaves the token's object open. */
  private static void token(TokenProbability token, JsonWriter json) {
    json.object().field("token", token.token()).name("logprob").value(token.logprob());
    json.array("bytes");
    for (byte one : token.token().getBytes(StandardCharsets.UTF_8)) {
      json.value(one & 0xff);
    }
    json.end();
  }
}
