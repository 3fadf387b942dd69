package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.Generation;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Reasoning;
import dev.breakwater.wire.conversation.Reasoning.Amount;
import dev.breakwater.wire.conversation.Reasoning.Effort;
import dev.breakwater.wire.conversation.Sampling;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.json.MalformedBody;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads how the answer is to be generated. */
final class GeminiConfiguration {
  private static final Set<String> KNOWN =
      Set.of(
          "temperature",
          "topP",
          "topK",
          "candidateCount",
          "maxOutputTokens",
          "stopSequences",
          "responseLogprobs",
          "logprobs",
          "presencePenalty",
          "frequencyPenalty",
          "seed",
          "responseMimeType",
          "responseSchema",
          "responseJsonSchema",
          "_responseJsonSchema",
          "responseModalities",
          "responseFormat",
          "thinkingConfig");
  static final String PREFIX = "generationConfig.";

  private final Fields fields;
  private final RequestExtras extras;

  GeminiConfiguration(Fields fields, RequestExtras extras) {
    this.fields = fields;
    this.extras = extras;
  }

  Generation generation() throws MalformedBody {
    extras.rest(fields, PREFIX, KNOWN);
    for (String modality : fields.texts("responseModalities")) {
      if (!modality.equalsIgnoreCase("TEXT")) {
        essential("responseModalities");
      }
    }
    if (fields.has("responseFormat")) {
      essential("responseFormat");
    }
    Long choices = fields.whole("candidateCount", 1, AnswerWatch.MOST_CHOICES);
    Long logprobs = fields.whole("logprobs", 0, 20);
    Integer alternatives =
        fields.isTrue("responseLogprobs") ? (logprobs == null ? 0 : logprobs.intValue()) : null;
    return new Generation(
        sampling(),
        fields.whole("maxOutputTokens", 1, Tokens.MOST),
        fields.texts("stopSequences"),
        choices == null ? 1 : choices.intValue(),
        alternatives);
  }

  private void essential(String name) {
    extras.essential(PREFIX + name, Objects.requireNonNull(fields.get(name)));
  }

  private Sampling sampling() throws MalformedBody {
    return new Sampling(
        fields.number("temperature", 0, 2),
        fields.number("topP", 0, 1),
        fields.whole("topK", 1, Integer.MAX_VALUE),
        fields.number("frequencyPenalty", -2, 2),
        fields.number("presencePenalty", -2, 2),
        fields.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE));
  }

  OutputFormat output() throws MalformedBody {
    String type = fields.text("responseMimeType", "text/plain");
    ObjectNode own = fields.tree("responseSchema");
    ObjectNode json = fields.tree("responseJsonSchema");
    if (json == null) {
      json = fields.tree("_responseJsonSchema");
    }
    return switch (type) {
      case "application/json" ->
          json != null
              ? new OutputFormat.JsonSchema(null, null, json, true)
              : own != null
                  ? new OutputFormat.JsonSchema(null, null, GeminiSchemas.toJsonSchema(own), true)
                  : new OutputFormat.JsonMode();
      case "text/plain" -> new OutputFormat.Plain();
      default -> {
        essential("responseMimeType");
        if (own != null) {
          essential("responseSchema");
        }
        yield new OutputFormat.Plain();
      }
    };
  }

  @Nullable Reasoning reasoning() throws MalformedBody {
    Fields thinking = fields.object("thinkingConfig");
    if (thinking == null) {
      return null;
    }
    Amount amount = new Amount.Dynamic();
    Long budget = thinking.whole("thinkingBudget", -1, Tokens.MOST);
    String level = thinking.text("thinkingLevel", "").toLowerCase(Locale.ROOT);
    Effort effort = Effort.of(level);
    if (effort != null) {
      amount = new Amount.AtEffort(effort);
    } else if (!level.isEmpty() && !level.endsWith("unspecified")) {
      throw thinking.wrong("thinkingLevel", "MINIMAL, LOW, MEDIUM or HIGH");
    } else if (budget != null && budget >= 0) {
      amount = budget == 0 ? new Amount.Off() : new Amount.Budget(budget);
    }
    return new Reasoning(amount, thinking.isTrue("includeThoughts"));
  }
}
