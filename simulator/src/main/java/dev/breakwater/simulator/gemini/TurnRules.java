package dev.breakwater.simulator.gemini;

import dev.breakwater.simulator.answer.Document;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What Gemini demands of the order of turns that call functions and turns that answer them. */
final class TurnRules {
  private TurnRules() {}

  /** The parts of a content, which may be a single one. */
  static List<JsonNode> parts(JsonNode content) {
    List<JsonNode> parts = new ArrayList<>();
    JsonNode value = Fields.get(content, "parts");
    if (value.isObject()) {
      parts.add(value);
    } else {
      value.forEach(parts::add);
    }
    return parts;
  }

  /** The contents of a request, which may be a single one. */
  static List<JsonNode> contents(JsonNode contents) {
    List<JsonNode> list = new ArrayList<>();
    if (contents.isObject()) {
      list.add(contents);
    } else {
      contents.forEach(list::add);
    }
    return list;
  }

  static boolean model(JsonNode content) {
    return content.path("role").asString("").equals("model");
  }

  static long count(JsonNode content, String field) {
    return parts(content).stream().filter(part -> !Fields.get(part, field).isMissingNode()).count();
  }

  /** Contents of one side that follow each other are one turn; the index after its last. */
  private static int turnEnd(List<JsonNode> contents, int start) {
    int end = start + 1;
    while (end < contents.size() && model(contents.get(end)) == model(contents.get(start))) {
      end++;
    }
    return end;
  }

  /** The contents in which the user spoke last, or gave the results of functions. */
  static List<JsonNode> lastTurn(List<JsonNode> contents) {
    int end = contents.size();
    while (end > 0 && model(contents.get(end - 1))) {
      end--;
    }
    int start = end;
    while (start > 0 && !model(contents.get(start - 1))) {
      start--;
    }
    return contents.subList(start, end);
  }

  static @Nullable Document check(String model, JsonNode value) {
    List<JsonNode> contents = contents(value);
    long open = 0;
    for (int start = 0; start < contents.size(); ) {
      int end = turnEnd(contents, start);
      long calls = 0;
      long responses = 0;
      for (JsonNode content : contents.subList(start, end)) {
        calls += count(content, "functionCall");
        responses += count(content, "functionResponse");
      }
      if (responses > 0 && open == 0) {
        return GeminiErrors.invalid(
            "Please ensure that function response turn comes immediately after a function call"
                + " turn.");
      }
      if (responses != open) {
        return GeminiErrors.invalid(
            "Please ensure that the number of function response parts is equal to the number of"
                + " function call parts of the function call turn.");
      }
      if (calls > 0 && (start == 0 || !model(contents.get(start)))) {
        return GeminiErrors.invalid(
            "Please ensure that function call turn comes immediately after a user turn or after a"
                + " function response turn.");
      }
      open = calls;
      start = end;
    }
    if (open > 0) {
      return GeminiErrors.invalid(
          "Please ensure that the number of function response parts is equal to the number of"
              + " function call parts of the function call turn.");
    }
    return GenerateRules.thirdGeneration(model) ? signatures(contents) : null;
  }

  /**
   * Since the user last spoke, every turn that calls functions has a signature on its first call.
   */
  private static @Nullable Document signatures(List<JsonNode> contents) {
    int from = contents.size();
    while (from > 0 && !spoken(contents.get(from - 1))) {
      from--;
    }
    for (int index = from; index < contents.size(); index++) {
      for (JsonNode part : parts(contents.get(index))) {
        JsonNode call = Fields.get(part, "functionCall");
        if (!call.isMissingNode()) {
          if (Fields.get(part, "thoughtSignature").isMissingNode()) {
            return unsigned(call.path("name").asString(""), index + 1);
          }
          break;
        }
      }
    }
    return null;
  }

  private static boolean spoken(JsonNode content) {
    return !model(content) && count(content, "functionResponse") == 0;
  }

  private static Document unsigned(String name, int position) {
    return GeminiErrors.invalid(
        "Function call is missing a thought_signature in functionCall parts. This is required for"
            + " tools to work correctly, and missing thought_signature may lead to degraded model"
            + " performance. Additional data, function call `default_api:"
            + name
            + "` , position "
            + position
            + ". Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more"
            + " details.");
  }
}
