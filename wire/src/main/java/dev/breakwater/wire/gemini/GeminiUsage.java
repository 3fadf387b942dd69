package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Gemini's counts: thoughts are not among the candidates' tokens, nor tool use in the prompt's. */
final class GeminiUsage {
  private GeminiUsage() {}

  static @Nullable Tokens read(@Nullable JsonObject usage) throws MalformedBody {
    if (usage == null) {
      return null;
    }
    GeminiModalities modalities = new GeminiModalities();
    modalities.prompt(sound(usage, "promptTokensDetails"));
    modalities.cached(sound(usage, "cacheTokensDetails"));
    modalities.spoken(sound(usage, "candidatesTokensDetails"));
    modalities.drawn(of(usage, "candidatesTokensDetails", "IMAGE"));
    return tokens(
        usage.count("promptTokenCount"),
        usage.count("toolUsePromptTokenCount"),
        usage.count("candidatesTokenCount"),
        usage.count("thoughtsTokenCount"),
        usage.count("cachedContentTokenCount"),
        modalities);
  }

  private static long sound(JsonObject usage, String details) throws MalformedBody {
    return of(usage, details, "AUDIO");
  }

  private static long of(JsonObject usage, String details, String modality) throws MalformedBody {
    long count = 0;
    for (JsonObject detail : usage.objects(details)) {
      boolean its = modality.equals(detail.text("modality", ""));
      count = GeminiModalities.sum(count, its ? detail.count("tokenCount") : 0);
    }
    return count;
  }

  /** Null where the counts cannot be believed. */
  static @Nullable Tokens tokens(
      long prompt,
      long toolUse,
      long candidates,
      long thoughts,
      long cached,
      GeminiModalities modalities) {
    // Each alone first, so that the sum of absurd counts cannot wrap around to a plausible one.
    if (!Tokens.plausible(prompt, candidates, 0, 0, 0)
        || !Tokens.plausible(toolUse, thoughts, 0, 0, 0)) {
      return null;
    }
    return Tokens.believed(
        prompt + toolUse, candidates + thoughts, cached, 0, thoughts, modalities.finer());
  }

  static ObjectNode write(Tokens tokens) {
    ObjectNode usage = Json.object().put("promptTokenCount", tokens.input());
    usage.put("candidatesTokenCount", tokens.output() - tokens.reasoning());
    usage.put("totalTokenCount", tokens.total());
    if (tokens.cachedInput() > 0) {
      usage.put("cachedContentTokenCount", tokens.cachedInput());
    }
    if (tokens.reasoning() > 0) {
      usage.put("thoughtsTokenCount", tokens.reasoning());
    }
    return usage;
  }
}
