package dev.breakwater.wire.anthropic;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reasoning;
import dev.breakwater.wire.conversation.Reasoning.Amount;
import dev.breakwater.wire.conversation.Reasoning.Effort;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a Claude is told to think, and the limit on output that leaves room for it.
 *
 * @param thinking the {@code thinking} object; null when nothing is said
 * @param effort the {@code effort} of {@code output_config}; null when nothing is said
 * @param maxTokens the limit on output, thinking included
 * @param on whether the model is made to think, which forbids most sampling
 */
public record ThinkingPlan(
    @Nullable ObjectNode thinking, @Nullable String effort, long maxTokens, boolean on) {
  /**
   * The room for the answer where the client set no limit, since Anthropic demands one: every model
   * that it serves allows as much.
   */
  public static final long DEFAULT_MAX_TOKENS = 4096;

  private static final long LEAST_BUDGET = 1024;
  private static final String FIELD = "reasoning_effort";

  /**
   * @param turns as they are sent
   * @param dropped gets the wish to think where it cannot be met
   */
  public static ThinkingPlan of(
      Conversation conversation, ClaudeModel model, List<Turn> turns, Dropped dropped) {
    Long most = conversation.generation().maxTokens();
    ThinkingPlan silent =
        new ThinkingPlan(null, null, most == null ? DEFAULT_MAX_TOKENS : most, false);
    Reasoning reasoning = conversation.reasoning();
    if (reasoning == null) {
      return silent;
    }
    if (!reasoning.isOn()) {
      dropped.addIf(model.thinks() && !model.canBeToldNotToThink(), FIELD);
      return model.canBeToldNotToThink() ? silent.without() : silent;
    }
    if (!model.thinks() || forcesACall(conversation.toolbox())) {
      dropped.add(FIELD);
      return silent;
    }
    if (model.thinksAdaptively()) {
      return adaptive(reasoning, model, most);
    }
    ThinkingPlan plan = callsWithoutThoughts(turns) ? null : budget(reasoning, model, most);
    if (plan == null) {
      dropped.add(FIELD);
      return silent.without();
    }
    return plan;
  }

  private ThinkingPlan without() {
    return new ThinkingPlan(Json.object().put("type", "disabled"), null, maxTokens, false);
  }

  private static boolean forcesACall(Toolbox toolbox) {
    return !toolbox.isEmpty()
        && switch (toolbox.choice()) {
          case Toolbox.Choice.Automatic any -> false;
          case Toolbox.Choice.Forbidden none -> false;
          case Toolbox.Choice.Required one -> true;
          case Toolbox.Choice.Named named -> true;
          case Toolbox.Choice.Among among -> among.required();
        };
  }

  private static ThinkingPlan adaptive(
      Reasoning reasoning, ClaudeModel model, @Nullable Long most) {
    Effort effort =
        switch (reasoning.amount()) {
          case Amount.Off off -> throw new IllegalStateException("thinking is off");
          case Amount.Dynamic dynamic -> null;
          case Amount.AtEffort at -> at.effort();
          case Amount.Budget budget -> Effort.of(budget.tokens());
        };
    ObjectNode thinking =
        Json.object()
            .put("type", "adaptive")
            .put("display", reasoning.visible() ? "summarized" : "omitted");
    long room = (effort == null ? Effort.HIGH : effort).tokens();
    return new ThinkingPlan(
        thinking,
        effort == null ? null : model.word(effort),
        most == null ? Math.min(model.mostOutput(), DEFAULT_MAX_TOKENS + room) : most,
        true);
  }

  /** Null when the client's own limit leaves no room for the least budget. */
  private static @Nullable ThinkingPlan budget(
      Reasoning reasoning, ClaudeModel model, @Nullable Long most) {
    long wanted =
        switch (reasoning.amount()) {
          case Amount.Off off -> throw new IllegalStateException("thinking is off");
          case Amount.Dynamic dynamic -> Effort.MEDIUM.tokens();
          case Amount.AtEffort at -> at.effort().tokens();
          case Amount.Budget budget -> budget.tokens();
        };
    wanted = Math.max(wanted, LEAST_BUDGET);
    long limit = most == null ? Math.min(model.mostOutput(), DEFAULT_MAX_TOKENS + wanted) : most;
    if (wanted >= limit) {
      wanted = Math.max(limit / 2, LEAST_BUDGET);
    }
    if (wanted >= limit) {
      return null;
    }
    ObjectNode thinking = Json.object().put("type", "enabled").put("budget_tokens", wanted);
    return new ThinkingPlan(thinking, null, limit, true);
  }

  /**
   * Whether the tools' results that the model is to go on from answer calls before which there are
   * no thoughts, as it is when another model has made them: with a budget that is refused.
   */
  private static boolean callsWithoutThoughts(List<Turn> turns) {
    if (turns.size() < 2
        || turns.getLast().role() != Role.USER
        || !(turns.getLast().parts().getFirst() instanceof Part.ToolResult)) {
      return false;
    }
    Part first = turns.get(turns.size() - 2).parts().getFirst();
    return !(first instanceof Part.Thinking) && !(first instanceof Part.HiddenThinking);
  }
}
