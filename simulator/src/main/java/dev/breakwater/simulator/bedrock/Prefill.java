package dev.breakwater.simulator.bedrock;

import dev.breakwater.simulator.answer.Claude;
import dev.breakwater.simulator.answer.Document;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What Claude demands, through Bedrock, of a turn that was begun for it. */
final class Prefill {
  private static final String FROM_MODEL = "The model returned the following errors: ";

  private Prefill() {}

  static @Nullable Document check(String model, JsonNode body) {
    String begun = Prompt.begun(body.path("messages"));
    if (begun.isEmpty() || !model.contains("claude")) {
      return null;
    }
    if (!Claude.takesPrefill(model)) {
      return BedrockErrors.invalid(
          FROM_MODEL
              + "This model does not support assistant message prefill. The conversation must end"
              + " with a user message.");
    }
    return begun.equals(begun.stripTrailing())
        ? null
        : BedrockErrors.invalid(
            FROM_MODEL + "messages: final assistant content cannot end with trailing whitespace");
  }
}
