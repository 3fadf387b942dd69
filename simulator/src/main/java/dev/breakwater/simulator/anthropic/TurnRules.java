package dev.breakwater.simulator.anthropic;

import dev.breakwater.simulator.answer.Document;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Anthropic demands of the order of turns and of the blocks of tools in them. Messages of one
 * role that follow each other are one turn.
 */
final class TurnRules {
  private TurnRules() {}

  /**
   * Messages of one role.
   *
   * @param at index of the first of them
   */
  private record Turn(int at, String role, List<JsonNode> blocks, List<String> places) {
    boolean user() {
      return role.equals("user");
    }
  }

  static @Nullable Document check(JsonNode messages) {
    Document misplaced = system(messages);
    if (misplaced != null) {
      return misplaced;
    }
    List<Turn> turns = turns(messages);
    if (!turns.getFirst().user()) {
      return AnthropicErrors.invalid("messages: first message must use the \"user\" role");
    }
    Set<String> open = Set.of();
    int openAt = 0;
    for (Turn turn : turns) {
      Document refusal = turn.user() ? results(turn, open, openAt) : calls(turn);
      if (refusal != null) {
        return refusal;
      }
      open = turn.user() ? Set.of() : ids(turn.blocks, "tool_use", "id");
      openAt = turn.at;
    }
    return open.isEmpty() ? ending(messages) : unanswered(openAt, open);
  }

  private static @Nullable Document system(JsonNode messages) {
    for (int index = 1; index < messages.size(); index++) {
      String before = messages.get(index - 1).path("role").stringValue();
      boolean system = messages.get(index).path("role").stringValue().equals("system");
      if (system && !before.equals("user")) {
        return AnthropicErrors.invalid(
            "messages." + index + ": `system` messages must immediately follow a `user` message");
      }
    }
    return null;
  }

  private static List<Turn> turns(JsonNode messages) {
    List<Turn> turns = new ArrayList<>();
    for (int index = 0; index < messages.size(); index++) {
      JsonNode message = messages.get(index);
      String role = message.path("role").stringValue();
      // It stands beside the turns.
      if (role.equals("system")) {
        continue;
      }
      if (turns.isEmpty() || !turns.getLast().role.equals(role)) {
        turns.add(new Turn(index, role, new ArrayList<>(), new ArrayList<>()));
      }
      JsonNode content = message.path("content");
      for (int block = 0; content.isArray() && block < content.size(); block++) {
        turns.getLast().blocks.add(content.get(block));
        turns.getLast().places.add("messages." + index + ".content." + block);
      }
    }
    return turns;
  }

  private static @Nullable Document calls(Turn turn) {
    Set<String> ids = new LinkedHashSet<>();
    for (JsonNode block : turn.blocks) {
      String type = block.path("type").stringValue();
      if (type.equals("tool_use") && !ids.add(block.path("id").stringValue())) {
        return AnthropicErrors.invalid("messages: `tool_use` ids must be unique");
      }
      if (type.equals("tool_result")) {
        return AnthropicErrors.invalid(
            "messages." + turn.at + ": `tool_result` blocks can only be in `user` messages");
      }
    }
    return null;
  }

  /** The results of all calls of the turn before come first, and no others. */
  private static @Nullable Document results(Turn turn, Set<String> open, int openAt) {
    Set<String> answered = new LinkedHashSet<>();
    boolean leading = true;
    for (int index = 0; index < turn.blocks.size(); index++) {
      JsonNode block = turn.blocks.get(index);
      String type = block.path("type").stringValue();
      if (type.equals("tool_use") || type.endsWith("thinking")) {
        return AnthropicErrors.invalid(
            "messages." + turn.at + ": `" + type + "` blocks can only be in `assistant` messages");
      }
      if (!type.equals("tool_result")) {
        leading = false;
        continue;
      }
      String id = block.path("tool_use_id").stringValue();
      if (!open.contains(id)) {
        return AnthropicErrors.invalid(
            turn.places.get(index)
                + ": unexpected `tool_use_id` found in `tool_result` blocks: "
                + id
                + ". Each `tool_result` block must have a corresponding `tool_use` block in the"
                + " previous message.");
      }
      if (leading && !answered.add(id)) {
        return AnthropicErrors.invalid(
            turn.places.get(index)
                + ": each tool_use must have a single result. Found multiple `tool_result` blocks"
                + " with id: "
                + id);
      }
    }
    Set<String> missing = new LinkedHashSet<>(open);
    missing.removeAll(answered);
    return missing.isEmpty() ? null : unanswered(openAt, missing);
  }

  private static Document unanswered(int at, Set<String> ids) {
    return AnthropicErrors.invalid(
        "messages."
            + at
            + ": `tool_use` ids were found without `tool_result` blocks immediately after: "
            + String.join(", ", ids)
            + ". Each `tool_use` block must have a corresponding `tool_result` block in the next"
            + " message.");
  }

  /** A last turn of the assistant is continued, so it cannot end in white space. */
  private static @Nullable Document ending(JsonNode messages) {
    JsonNode last = messages.get(messages.size() - 1);
    if (!last.path("role").stringValue().equals("assistant")) {
      return null;
    }
    JsonNode content = last.path("content");
    String said =
        content.isString()
            ? content.stringValue()
            : content.path(content.size() - 1).path("text").asString("");
    return said.isEmpty() || said.equals(said.stripTrailing())
        ? null
        : AnthropicErrors.invalid(
            "messages: final assistant content cannot end with trailing whitespace");
  }

  private static Set<String> ids(List<JsonNode> blocks, String type, String key) {
    Set<String> ids = new LinkedHashSet<>();
    for (JsonNode block : blocks) {
      if (block.path("type").stringValue().equals(type)) {
        ids.add(block.path(key).stringValue());
      }
    }
    return ids;
  }
}
