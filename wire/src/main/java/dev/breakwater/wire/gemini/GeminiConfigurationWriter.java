package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Generation;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Reasoning;
import dev.breakwater.wire.conversation.Reasoning.Amount;
import dev.breakwater.wire.conversation.Reasoning.Effort;
import dev.breakwater.wire.conversation.Sampling;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes how the answer is to be generated. */
final class GeminiConfigurationWriter {
  private static final int MOST_CANDIDATES = 8;
  private static final int MOST_STOP_SEQUENCES = 5;

  private final Conversation conversation;
  private final GeminiModel model;
  private final Dropped dropped;
  private final ObjectNode configuration = Json.object();

  GeminiConfigurationWriter(Conversation conversation, GeminiModel model, Dropped dropped) {
    this.conversation = conversation;
    this.model = model;
    this.dropped = dropped;
  }

  ObjectNode configuration() throws Inexpressible {
    Generation generation = conversation.generation();
    sampling(generation.sampling());
    put("maxOutputTokens", generation.maxTokens());
    if (generation.stop().size() > MOST_STOP_SEQUENCES) {
      throw new Inexpressible(
          "stop", "Gemini takes at most " + MOST_STOP_SEQUENCES + " stop sequences");
    }
    if (!generation.stop().isEmpty()) {
      generation.stop().forEach(configuration.putArray("stopSequences")::add);
    }
    if (generation.choices() > MOST_CANDIDATES) {
      throw new Inexpressible("n", "Gemini gives at most " + MOST_CANDIDATES + " answers");
    }
    if (generation.choices() > 1) {
      configuration.put("candidateCount", generation.choices());
    }
    Integer logprobs = generation.topLogprobs();
    if (logprobs != null) {
      configuration.put("responseLogprobs", true);
      if (logprobs > 0) {
        configuration.put("logprobs", logprobs);
      }
    }
    output(conversation.output());
    Reasoning reasoning = conversation.reasoning();
    if (reasoning != null) {
      reasoning(reasoning);
    }
    return configuration;
  }

  private void sampling(Sampling sampling) {
    put("temperature", sampling.temperature());
    put("topP", sampling.topP());
    put("topK", sampling.topK());
    put("frequencyPenalty", sampling.frequencyPenalty());
    put("presencePenalty", sampling.presencePenalty());
    Long seed = sampling.seed();
    if (seed != null) {
      // Gemini's seed has 32 bits: the same wide one gives the same narrow one.
      boolean narrow = seed == seed.intValue();
      configuration.put("seed", narrow ? seed.intValue() : Long.hashCode(seed));
    }
  }

  private void put(String name, @Nullable Double value) {
    if (value != null) {
      configuration.put(name, value);
    }
  }

  private void put(String name, @Nullable Long value) {
    if (value != null) {
      configuration.put(name, value);
    }
  }

  private void output(OutputFormat output) throws Inexpressible {
    if (output instanceof OutputFormat.Plain) {
      return;
    }
    if (!conversation.toolbox().isEmpty() && !model.hasToolsWithJson()) {
      throw new Inexpressible(
          "response_format", "this Gemini model cannot be offered tools and be held to JSON");
    }
    configuration.put("responseMimeType", "application/json");
    if (output instanceof OutputFormat.JsonSchema json) {
      GeminiSchemas.put(configuration, "responseSchema", "responseJsonSchema", json.schema(), true);
    }
  }

  private void reasoning(Reasoning reasoning) {
    if (!model.thinks()) {
      dropped.addIf(reasoning.isOn(), "reasoning_effort");
      return;
    }
    ObjectNode thinking = configuration.putObject("thinkingConfig");
    if (reasoning.visible() && reasoning.isOn()) {
      thinking.put("includeThoughts", true);
    }
    if (model.hasLevels()) {
      level(reasoning.amount()).ifPresent(level -> thinking.put("thinkingLevel", level));
    } else {
      thinking.put("thinkingBudget", model.budget(reasoning));
    }
    if (thinking.isEmpty()) {
      configuration.remove("thinkingConfig");
    }
  }

  private Optional<String> level(Amount amount) {
    return switch (amount) {
      case Amount.Off off -> Optional.of(model.least());
      case Amount.Dynamic dynamic -> Optional.empty();
      case Amount.AtEffort effort -> Optional.of(model.level(effort.effort()));
      case Amount.Budget budget -> Optional.of(model.level(Effort.of(budget.tokens())));
    };
  }
}
