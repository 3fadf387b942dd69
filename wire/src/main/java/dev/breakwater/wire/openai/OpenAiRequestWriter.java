package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Extras;
import dev.breakwater.wire.conversation.Generation;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Reasoning;
import dev.breakwater.wire.conversation.Sampling;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.json.Json;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes one chat completion request. */
final class OpenAiRequestWriter {
  /** OpenAI's own fields that the neutral model has no word for and chat completions take. */
  private static final Set<String> CARRIED =
      Set.of(
          "logit_bias",
          "prediction",
          "prompt_cache_key",
          "prompt_cache_retention",
          "safety_identifier",
          "service_tier",
          "verbosity");

  private static final Pattern SCHEMA_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
  private static final String ANSWER_IN_JSON = "Answer with one JSON object and nothing else.";

  private final Conversation conversation;
  private final OpenAiModel model;
  private final Dropped dropped;
  private final ObjectNode root = Json.object();

  private OpenAiRequestWriter(Conversation conversation, OpenAiModel model, Dropped dropped) {
    this.conversation = conversation;
    this.model = model;
    this.dropped = dropped;
  }

  static byte[] write(Conversation conversation, String model, boolean stream, Dropped dropped)
      throws Inexpressible {
    OpenAiModel known = OpenAiModel.named(model);
    return new OpenAiRequestWriter(conversation, known, dropped).write(model, stream);
  }

  private byte[] write(String name, boolean stream) throws Inexpressible {
    root.put("model", name);
    OpenAiMessageWriter messages =
        new OpenAiMessageWriter(model, dropped, root.putArray("messages"));
    messages.system(conversation.system());
    if (conversation.output() instanceof OutputFormat.JsonMode && !speaksOfJson()) {
      messages.system(ANSWER_IN_JSON);
    }
    messages.turns(conversation.turns());
    new OpenAiToolWriter(model, dropped).write(conversation.toolbox(), root);
    output();
    reasoning();
    generation();
    if (conversation.user() != null) {
      root.put("user", conversation.user());
    }
    extras(conversation.extras());
    if (stream) {
      root.put("stream", true);
      root.putObject("stream_options").put("include_usage", true);
    }
    return Json.write(root, messages.size() + 4096);
  }

  /** JSON mode is refused unless a message speaks of JSON. */
  private boolean speaksOfJson() {
    return conversation.systemTexts().stream().anyMatch(OpenAiRequestWriter::isOfJson)
        || conversation.turns().stream()
            .flatMap(turn -> turn.parts().stream())
            .anyMatch(part -> isOfJson(dev.breakwater.wire.format.Texts.of(part)));
  }

  private static boolean isOfJson(String text) {
    return text.toLowerCase(Locale.ROOT).contains("json");
  }

  private void output() {
    switch (conversation.output()) {
      case OutputFormat.Plain plain -> {}
      case OutputFormat.JsonMode mode ->
          root.putObject("response_format").put("type", "json_object");
      case OutputFormat.JsonSchema wanted -> {
        ObjectNode format = root.putObject("response_format").put("type", "json_schema");
        ObjectNode schema = format.putObject("json_schema");
        String name = wanted.name();
        schema.put("name", name != null && SCHEMA_NAME.matcher(name).matches() ? name : "answer");
        if (wanted.description() != null) {
          schema.put("description", wanted.description());
        }
        schema.set("schema", wanted.schema());
        boolean strict = wanted.strict() && StrictSchemas.allow(wanted.schema());
        schema.put("strict", strict);
        dropped.addIf(wanted.strict() && !strict, "response_format.json_schema.strict");
      }
    }
  }

  private void reasoning() {
    Reasoning reasoning = conversation.reasoning();
    if (reasoning == null) {
      return;
    }
    String effort = model.effort(reasoning.amount());
    if (effort != null) {
      root.put("reasoning_effort", effort);
    } else {
      // A model that cannot think has nothing to switch off.
      boolean lost = reasoning.isOn() ? !isDefault(reasoning) : model.thinks();
      dropped.addIf(lost, "reasoning_effort");
    }
  }

  /** A model that thinks as it finds right does so unasked. */
  private boolean isDefault(Reasoning reasoning) {
    return reasoning.amount() instanceof Reasoning.Amount.Dynamic && model.takesEffort();
  }

  private void generation() throws Inexpressible {
    Generation generation = conversation.generation();
    put(model.thinks() ? "max_completion_tokens" : "max_tokens", generation.maxTokens());
    sampling(generation.sampling());
    if (!generation.stop().isEmpty()) {
      if (!model.takesStop()) {
        throw new Inexpressible("stop", "OpenAI's reasoning models take no stop sequences");
      }
      ArrayNode stop = root.putArray("stop");
      generation.stop().forEach(stop::add);
    }
    if (generation.choices() > 1) {
      root.put("n", generation.choices());
    }
    Integer alternatives = generation.topLogprobs();
    if (alternatives != null) {
      if (model.thinks()) {
        throw new Inexpressible("logprobs", "OpenAI's reasoning models tell no probabilities");
      }
      root.put("logprobs", true);
      if (alternatives > 0) {
        root.put("top_logprobs", alternatives);
      }
    }
  }

  private void sampling(Sampling sampling) {
    sample("temperature", sampling.temperature(), 1);
    sample("top_p", sampling.topP(), 1);
    sample("frequency_penalty", sampling.frequencyPenalty(), 0);
    sample("presence_penalty", sampling.presencePenalty(), 0);
    dropped.addIf(sampling.topK() != null, "top_k");
    put("seed", sampling.seed());
  }

  /**
   * @param fixed what models that think work with, and the only value that they take
   */
  private void sample(String field, @Nullable Double value, double fixed) {
    if (value == null) {
      return;
    }
    if (model.thinks() && value != fixed) {
      dropped.add(field);
    } else {
      root.put(field, value);
    }
  }

  private void extras(Extras extras) throws Inexpressible {
    boolean ours = extras.vendor() == Vendor.OPENAI;
    for (String field : extras.essential().propertyNames()) {
      if (!ours || !CARRIED.contains(field)) {
        throw new Inexpressible(
            field, "OpenAI's chat completions have no word for '" + field + "'");
      }
      root.set(field, extras.essential().get(field));
    }
    for (String field : extras.droppable()) {
      if (ours && CARRIED.contains(field)) {
        root.set(field, extras.harmless().get(field));
      } else {
        dropped.add(field);
      }
    }
  }

  private void put(String field, @Nullable Long value) {
    if (value != null) {
      root.put(field, value);
    }
  }
}
