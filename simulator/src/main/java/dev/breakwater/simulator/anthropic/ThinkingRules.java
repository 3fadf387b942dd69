package dev.breakwater.simulator.anthropic;

import static dev.breakwater.simulator.anthropic.Checks.absent;
import static dev.breakwater.simulator.anthropic.Checks.first;
import static dev.breakwater.simulator.anthropic.Checks.invalid;

import dev.breakwater.simulator.answer.Document;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What Anthropic demands of thinking, and of all that does not go with it. */
final class ThinkingRules {
  static final int LEAST_BUDGET = 1_024;

  private static final String MORE =
      " Please consult our documentation at"
          + " https://docs.claude.com/en/docs/build-with-claude/extended-thinking";
  private static final List<String> DISPLAYS = List.of("summarized", "omitted");

  private ThinkingRules() {}

  /** Whether a request asks for thoughts before the answer. */
  static boolean wanted(JsonNode body) {
    String type = body.path("thinking").path("type").asString("");
    return type.equals("enabled") || type.equals("adaptive");
  }

  static @Nullable Document check(JsonNode body, boolean generation) {
    JsonNode thinking = body.path("thinking");
    if (absent(thinking)) {
      return null;
    }
    Document refusal = Checks.object(thinking, "thinking");
    if (refusal != null) {
      return refusal;
    }
    String type = thinking.path("type").asString("");
    return switch (type) {
      case "disabled", "between_tools" ->
          Checks.extra(thinking, "thinking." + type, Set.of("type"));
      case "adaptive" ->
          first(
              () -> Checks.extra(thinking, "thinking.adaptive", Set.of("type", "display")),
              () -> display(thinking, "thinking.adaptive.display"),
              () -> company(body));
      case "enabled" ->
          first(
              () -> enabled(thinking),
              () -> generation ? budget(body, thinking) : null,
              () -> company(body),
              () -> lastCall(body.path("messages")));
      default ->
          Checks.tag(type, "thinking", List.of("adaptive", "between_tools", "disabled", "enabled"));
    };
  }

  private static @Nullable Document enabled(JsonNode thinking) {
    JsonNode budget = thinking.path("budget_tokens");
    String place = "thinking.enabled.budget_tokens";
    return first(
        () ->
            Checks.extra(thinking, "thinking.enabled", Set.of("type", "budget_tokens", "display")),
        () -> budget.isMissingNode() ? invalid(place, "Field required") : null,
        () -> Checks.whole(budget, place),
        () ->
            budget.intValue() < LEAST_BUDGET
                ? invalid(place, "Input should be greater than or equal to " + LEAST_BUDGET)
                : null,
        () -> display(thinking, "thinking.enabled.display"));
  }

  private static @Nullable Document display(JsonNode thinking, String place) {
    JsonNode display = thinking.path("display");
    return absent(display) ? null : Checks.oneOf(display, place, DISPLAYS);
  }

  private static @Nullable Document budget(JsonNode body, JsonNode thinking) {
    return body.path("max_tokens").intValue() <= thinking.path("budget_tokens").intValue()
        ? AnthropicErrors.invalid(
            "`max_tokens` must be greater than `thinking.budget_tokens`."
                + MORE
                + "#max-tokens-and-context-window-size")
        : null;
  }

  private static @Nullable Document company(JsonNode body) {
    String choice = body.path("tool_choice").path("type").asString("");
    if (choice.equals("any") || choice.equals("tool")) {
      return AnthropicErrors.invalid(
          "Thinking may not be enabled when tool_choice forces tool use.");
    }
    JsonNode temperature = body.path("temperature");
    if (!absent(temperature) && temperature.doubleValue() != 1) {
      return AnthropicErrors.invalid(
          "`temperature` may only be set to 1 when thinking is enabled."
              + MORE
              + "#important-considerations-when-using-extended-thinking");
    }
    if (!absent(body.path("top_k"))) {
      return AnthropicErrors.invalid(
          "`top_k` must be unset when thinking is enabled."
              + MORE
              + "#important-considerations-when-using-extended-thinking");
    }
    JsonNode topP = body.path("top_p");
    return !absent(topP) && topP.doubleValue() < 0.95
        ? AnthropicErrors.invalid(
            "`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled."
                + MORE
                + "#important-considerations-when-using-extended-thinking")
        : null;
  }

  /** While tools are being used, or a turn is gone on with, it begins with its thoughts. */
  private static @Nullable Document lastCall(JsonNode messages) {
    int index = messages.size() - 1;
    while (index >= 0 && !messages.get(index).path("role").asString("").equals("assistant")) {
      index--;
    }
    boolean begun = index == messages.size() - 1;
    if (index < 0 || !(begun || results(messages.path(index + 1)))) {
      return null;
    }
    String first = messages.get(index).path("content").path(0).path("type").asString("text");
    return first.endsWith("thinking")
        ? null
        : AnthropicErrors.invalid(
            "messages."
                + index
                + ".content.0.type: Expected `thinking` or `redacted_thinking`, but found `"
                + first
                + "`. When `thinking` is enabled, a final `assistant` message must start with a"
                + " thinking block (preceeding the lastmost set of `tool_use` and `tool_result`"
                + " blocks). We recommend you include thinking blocks from previous turns. To avoid"
                + " this requirement, disable `thinking`."
                + MORE);
  }

  private static boolean results(JsonNode message) {
    for (JsonNode block : message.path("content")) {
      if (block.path("type").asString("").equals("tool_result")) {
        return true;
      }
    }
    return false;
  }
}
