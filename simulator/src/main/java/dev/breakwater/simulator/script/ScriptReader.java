package dev.breakwater.simulator.script;

import dev.breakwater.simulator.script.Step.ForcedUsage;
import dev.breakwater.simulator.script.Step.Pace;
import dev.breakwater.simulator.script.Step.Strike;
import dev.breakwater.simulator.script.Step.When;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a script, one step or a list of them, and gathers every problem before it refuses. */
public final class ScriptReader {
  private static final List<String> KEYS =
      List.of(
          "times",
          "share",
          "from",
          "to",
          "model",
          "after",
          "status",
          "headers",
          "body",
          "fault",
          "firstToken",
          "betweenTokens",
          "tokens",
          "usage",
          "models");
  private static final List<String> USAGE_KEYS = List.of("inputTokens", "outputTokens");
  private static final int MOST_TOKENS = 1_000_000;

  private final List<String> problems = new ArrayList<>();

  private ScriptReader() {}

  /**
   * The steps of a script; none for {@code {}} and {@code []}, which are healthy.
   *
   * @throws ScriptProblem naming each unknown key with the nearest known one, and each value that
   *     is not possible
   */
  public static List<Step> read(@Nullable JsonNode script) throws ScriptProblem {
    ScriptReader reader = new ScriptReader();
    List<Step> steps = new ArrayList<>();
    if (script == null) {
      reader.problems.add("the script is not JSON: send a step, a list of steps, or {}");
    } else if (script.isArray()) {
      for (int index = 0; index < script.size(); index++) {
        steps.add(reader.step("[" + index + "].", script.get(index)));
      }
    } else if (!script.isObject() || !script.isEmpty()) {
      steps.add(reader.step("", script));
    }
    if (!reader.problems.isEmpty()) {
      throw new ScriptProblem(reader.problems);
    }
    return List.copyOf(steps);
  }

  private Step step(String where, JsonNode node) {
    if (!node.isObject()) {
      String place = where.isEmpty() ? "the script" : where.substring(0, where.length() - 1);
      problems.add(place + ": a step is an object, this is " + node);
      return Step.HEALTHY;
    }
    knownKeys(where, node, KEYS);
    Values values = new Values(where, node, problems);
    When when = when(where, values);
    Strike strike = strike(where, node, values);
    Pace pace = new Pace(values.millis("firstToken", 0), values.millis("betweenTokens", 0));
    Long tokens = values.whole("tokens", 1, MOST_TOKENS);
    return new Step(
        when,
        strike,
        pace,
        tokens == null ? null : tokens.intValue(),
        usage(where, node),
        values.texts("models"));
  }

  private When when(String where, Values values) {
    Long times = values.whole("times", 1, Integer.MAX_VALUE);
    long from = values.millis("from", 0);
    long to = values.millis("to", Long.MAX_VALUE);
    if (to <= from) {
      problems.add(where + "to: must be later than from");
    }
    return new When(
        times == null ? null : times.intValue(),
        values.share("share"),
        from,
        to == Long.MAX_VALUE ? null : to,
        values.text("model"));
  }

  private Strike strike(String where, JsonNode node, Values values) {
    Fault fault = fault(where, node);
    Long after = values.whole("after", 0, MOST_TOKENS);
    Long status = values.whole("status", 200, 599);
    JsonNode body = node.get("body");
    if (status != null && fault != null && fault != Fault.HTML) {
      problems.add(
          where
              + "fault: '"
              + fault.key()
              + "' and a status exclude each other; only 'html' takes one");
    }
    if (status != null && status < 400 && body == null && fault == null) {
      problems.add(where + "status: " + status + " is no error, it needs a body");
    }
    if (body != null && status == null) {
      problems.add(where + "body: needs a status");
    }
    return new Strike(
        fault,
        after == null ? null : after.intValue(),
        status == null ? null : status.intValue(),
        values.headers("headers"),
        body);
  }

  private @Nullable Fault fault(String where, JsonNode node) {
    JsonNode value = node.get("fault");
    if (value == null) {
      return null;
    }
    Fault fault = value.isString() ? Fault.named(value.stringValue()).orElse(null) : null;
    if (fault == null) {
      List<String> known = Arrays.stream(Fault.values()).map(Fault::key).toList();
      problems.add(
          where
              + "fault: unknown fault "
              + value
              + ", did you mean '"
              + Nearest.to(value.asString(), known)
              + "'?");
    }
    return fault;
  }

  private ForcedUsage usage(String where, JsonNode node) {
    JsonNode usage = node.get("usage");
    if (usage == null) {
      return new ForcedUsage(null, null);
    }
    if (!usage.isObject()) {
      problems.add(where + "usage: must be an object of inputTokens and outputTokens, is " + usage);
      return new ForcedUsage(null, null);
    }
    knownKeys(where + "usage.", usage, USAGE_KEYS);
    Values values = new Values(where + "usage.", usage, problems);
    return new ForcedUsage(
        values.whole("inputTokens", 0, Long.MAX_VALUE),
        values.whole("outputTokens", 0, Long.MAX_VALUE));
  }

  private void knownKeys(String where, JsonNode node, List<String> known) {
    for (String key : node.propertyNames()) {
      if (!known.contains(key)) {
        problems.add(
            where
                + key
                + ": unknown key '"
                + key
                + "', did you mean '"
                + Nearest.to(key, known)
                + "'?");
      }
    }
  }
}
