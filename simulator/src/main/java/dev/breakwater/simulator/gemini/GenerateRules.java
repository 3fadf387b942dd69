package dev.breakwater.simulator.gemini;

import static dev.breakwater.simulator.gemini.Checks.first;

import dev.breakwater.simulator.answer.Document;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Gemini demands of a request for content. Each rule gives the refusal, or null when it is
 * kept.
 */
final class GenerateRules {
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "contents",
          "systemInstruction",
          "generationConfig",
          "safetySettings",
          "tools",
          "toolConfig",
          "cachedContent",
          "labels",
          "serviceTier",
          "store");
  private static final List<String> CATEGORIES =
      List.of(
          "HARM_CATEGORY_UNSPECIFIED",
          "HARM_CATEGORY_HARASSMENT",
          "HARM_CATEGORY_HATE_SPEECH",
          "HARM_CATEGORY_SEXUALLY_EXPLICIT",
          "HARM_CATEGORY_DANGEROUS_CONTENT",
          "HARM_CATEGORY_CIVIC_INTEGRITY");
  private static final List<String> THRESHOLDS =
      List.of(
          "HARM_BLOCK_THRESHOLD_UNSPECIFIED",
          "BLOCK_LOW_AND_ABOVE",
          "BLOCK_MEDIUM_AND_ABOVE",
          "BLOCK_ONLY_HIGH",
          "BLOCK_NONE",
          "OFF");

  private GenerateRules() {}

  static Document notJson() {
    return GeminiErrors.invalid("Invalid JSON payload received. Unexpected token.");
  }

  static @Nullable Document check(String model, JsonNode body) {
    if (!body.isObject()) {
      return GeminiErrors.invalid(
          "Invalid JSON payload received. Unknown name \"\": Root element must be a message.");
    }
    return first(
        () -> Checks.unknown(body, KNOWN, ""),
        () -> ContentRules.check(body),
        () -> ConfigRules.check(Fields.get(body, "generationConfig")),
        () -> ToolRules.check(body),
        () -> safety(Fields.get(body, "safetySettings")),
        () -> together(model, body),
        () -> TurnRules.check(model, Fields.get(body, "contents")),
        () -> cached(Fields.get(body, "cachedContent")));
  }

  private static @Nullable Document safety(JsonNode settings) {
    Document refusal = Checks.list(settings, "safety_settings", "SafetySetting");
    for (int index = 0; refusal == null && index < settings.size(); index++) {
      JsonNode setting = settings.get(index);
      String where = "safety_settings[" + index + "]";
      refusal =
          first(
              () ->
                  Checks.message(
                      setting, where, "SafetySetting", Set.of("category", "threshold", "method")),
              () ->
                  Checks.oneOf(
                      setting.path("category"), where + ".category", "HarmCategory", CATEGORIES),
              () ->
                  Checks.oneOf(
                      setting.path("threshold"),
                      where + ".threshold",
                      "SafetySetting.HarmBlockThreshold",
                      THRESHOLDS));
    }
    return refusal;
  }

  /** Models of the third generation can call functions and answer in JSON, older ones cannot. */
  private static @Nullable Document together(String model, JsonNode body) {
    String type = Fields.get(Fields.get(body, "generationConfig"), "responseMimeType").asString("");
    boolean functions = !ToolRules.declarations(body).isEmpty();
    return type.equals("application/json") && functions && !thirdGeneration(model)
        ? GeminiErrors.invalid(
            "Function calling with a response mime type: 'application/json' is unsupported")
        : null;
  }

  static boolean thirdGeneration(String model) {
    return model.startsWith("gemini-3");
  }

  private static @Nullable Document cached(JsonNode name) {
    return name.isMissingNode()
        ? null
        : GeminiErrors.forbidden("CachedContent not found (or permission denied)");
  }
}
