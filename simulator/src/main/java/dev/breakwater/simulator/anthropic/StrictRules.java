package dev.breakwater.simulator.anthropic;

import dev.breakwater.simulator.answer.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the newer version of Anthropic's API refuses and the older one takes. */
final class StrictRules {
  private StrictRules() {}

  /** Sampling is the model's own matter, even at the values that it has anyway. */
  static @Nullable Document sampling(JsonNode body) {
    for (String key : List.of("temperature", "top_p", "top_k")) {
      if (body.has(key)) {
        return Checks.invalid(key, "Extra inputs are not permitted");
      }
    }
    return null;
  }

  /** Documents are the user's to give, citations the model's. */
  static @Nullable Document blocks(JsonNode messages) {
    for (int index = 0; index < messages.size(); index++) {
      JsonNode message = messages.get(index);
      boolean user = message.path("role").asString("").equals("user");
      JsonNode content = message.path("content");
      for (int block = 0; content.isArray() && block < content.size(); block++) {
        String where = "messages." + index + ".content." + block;
        JsonNode one = content.get(block);
        if (user && !one.path("citations").isEmpty() && one.has("text")) {
          return Checks.invalid(where + ".text.citations", "Extra inputs are not permitted");
        }
        if (!user && one.path("type").asString("").equals("document")) {
          return Checks.invalid(where, "`document` blocks can only be in `user` messages");
        }
      }
    }
    return null;
  }
}
