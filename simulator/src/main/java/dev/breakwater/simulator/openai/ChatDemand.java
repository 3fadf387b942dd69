package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.speech.Demand;
import dev.breakwater.simulator.speech.Format;
import dev.breakwater.simulator.speech.Limits;
import dev.breakwater.simulator.speech.Thinking;
import dev.breakwater.simulator.speech.Tool;
import dev.breakwater.simulator.speech.ToolChoice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What a chat completion's request wants of the answer. */
final class ChatDemand {
  private ChatDemand() {}

  static Demand of(JsonNode body) {
    boolean legacy = legacy(body);
    JsonNode choice = body.path(legacy ? "function_call" : "tool_choice");
    List<Tool> tools = legacy ? functions(body.path("functions")) : tools(body.path("tools"));
    return new Demand(
        allowed(tools, choice),
        tools.isEmpty() ? new ToolChoice.None() : choice(choice),
        !legacy && body.path("parallel_tool_calls").asBoolean(true),
        turn(body.path("messages")),
        format(body.path("response_format")),
        new Thinking(Thinking.effort(body.path("reasoning_effort").asString("none")), false),
        new Limits(maxTokens(body), stops(body.path("stop"))));
  }

  /** Whether tools are offered the way that was usual before there were {@code tools}. */
  static boolean legacy(JsonNode body) {
    return !body.path("functions").isEmpty() && body.path("tools").isEmpty();
  }

  private static List<Tool> functions(JsonNode functions) {
    List<Tool> tools = new ArrayList<>();
    functions.forEach(
        one -> tools.add(new Tool(one.path("name").asString(""), one.path("parameters"))));
    return tools;
  }

  private static List<Tool> tools(JsonNode offered) {
    List<Tool> tools = new ArrayList<>();
    for (JsonNode one : offered) {
      JsonNode function = one.path(one.path("type").asString(""));
      tools.add(new Tool(function.path("name").asString(""), function.path("parameters")));
    }
    return tools;
  }

  /** The names of the tools that are not functions. */
  static Set<String> custom(JsonNode offered) {
    Set<String> names = new HashSet<>();
    offered.forEach(one -> {
      if (one.path("type").asString("").equals("custom")) {
        names.add(one.path("custom").path("name").asString(""));
      }
    });
    return names;
  }

  private static List<Tool> allowed(List<Tool> tools, JsonNode choice) {
    JsonNode allowed = choice.path("allowed_tools").path("tools");
    if (!allowed.isArray()) {
      return tools;
    }
    Set<String> names = new HashSet<>();
    allowed.forEach(
        one -> names.add(one.path(one.path("type").asString("")).path("name").asString("")));
    return tools.stream().filter(tool -> names.contains(tool.name())).toList();
  }

  private static ToolChoice choice(JsonNode choice) {
    if (choice.isObject() && !choice.has("allowed_tools")) {
      JsonNode holder = choice.path(choice.path("type").asString(""));
      String name = (holder.isObject() ? holder : choice).path("name").asString("");
      return new ToolChoice.Named(name);
    }
    String mode =
        choice.isObject()
            ? choice.path("allowed_tools").path("mode").asString("auto")
            : choice.asString("auto");
    return switch (mode) {
      case "none" -> new ToolChoice.None();
      case "required" -> new ToolChoice.Required();
      default -> new ToolChoice.Auto();
    };
  }

  /** The last message, or all the results that stand at the end. */
  private static Demand.Turn turn(JsonNode messages) {
    StringBuilder text = new StringBuilder();
    boolean results = false;
    for (int index = messages.size() - 1; index >= 0; index--) {
      JsonNode message = messages.get(index);
      boolean result = Set.of("tool", "function").contains(message.path("role").asString(""));
      if (index < messages.size() - 1 && !result) {
        break;
      }
      results = result;
      text.append(Prompt.words(message.path("content"))).append('\n');
      if (!result) {
        break;
      }
    }
    return new Demand.Turn(text.toString(), results);
  }

  private static Format format(JsonNode format) {
    return switch (format.path("type").asString("text")) {
      case "json_object" -> new Format.AnyJson();
      case "json_schema" -> {
        JsonNode schema = format.path("json_schema").path("schema");
        yield schema.isObject() ? new Format.Schema(schema) : new Format.AnyJson();
      }
      default -> new Format.Prose();
    };
  }

  private static int maxTokens(JsonNode body) {
    JsonNode newer = body.path("max_completion_tokens");
    JsonNode limit = newer.isNumber() ? newer : body.path("max_tokens");
    return limit.isNumber() ? limit.intValue() : Integer.MAX_VALUE;
  }

  static List<String> stops(JsonNode stop) {
    List<String> stops = new ArrayList<>();
    if (stop.isString()) {
      stops.add(stop.stringValue());
    }
    if (stop.isArray()) {
      stop.forEach(one -> stops.add(one.asString("")));
    }
    return stops;
  }
}
