package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.FinerTokens;
import dev.breakwater.wire.conversation.FinerTokens.Service;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.JsonWriter;
import dev.breakwater.wire.json.MalformedBody;
import org.jspecify.annotations.Nullable;

/** Token counts as OpenAI reports them, cached ones among the prompt's. */
final class OpenAiUsage {
  private OpenAiUsage() {}

  static @Nullable Tokens read(@Nullable JsonObject usage) throws MalformedBody {
    if (usage == null) {
      return null;
    }
    JsonObject prompt = usage.object("prompt_tokens_details");
    JsonObject completion = usage.object("completion_tokens_details");
    long cached = prompt == null ? 0 : prompt.count("cached_tokens");
    return tokens(
        usage.count("prompt_tokens"),
        usage.count("completion_tokens"),
        usage.count("total_tokens"),
        cached == 0 ? usage.count("prompt_cache_hit_tokens") : cached,
        prompt == null ? 0 : prompt.count("cache_write_tokens"),
        completion == null ? 0 : completion.count("reasoning_tokens"),
        prompt == null ? 0 : prompt.count("audio_tokens"),
        completion == null ? 0 : completion.count("audio_tokens"));
  }

  /**
   * Null where the counts cannot be believed. Some vendors (xAI) leave thoughts out of the answer's
   * tokens, which the total tells.
   */
  static @Nullable Tokens tokens(
      long input,
      long output,
      long total,
      long cached,
      long written,
      long reasoning,
      long audioInput,
      long audioOutput) {
    boolean apart =
        reasoning > 0
            && Tokens.plausible(input, output, 0, 0, 0)
            && Tokens.plausible(reasoning, 0, 0, 0, 0)
            && total == input + output + reasoning;
    return Tokens.believed(
        input,
        apart ? output + reasoning : output,
        cached,
        written,
        reasoning,
        audioInput == 0 && audioOutput == 0
            ? FinerTokens.NONE
            : new FinerTokens(0, audioInput, audioOutput, 0, Service.STANDARD));
  }

  /** Writes the counts as the next value; cache writes by OpenRouter's name for them. */
  static void write(Tokens tokens, JsonWriter json) {
    json.object()
        .field("prompt_tokens", tokens.input())
        .field("completion_tokens", tokens.output())
        .field("total_tokens", tokens.total());
    json.object("prompt_tokens_details").field("cached_tokens", tokens.cachedInput());
    if (tokens.cacheWrite() > 0) {
      json.field("cache_write_tokens", tokens.cacheWrite());
    }
    json.end();
    json.object("completion_tokens_details").field("reasoning_tokens", tokens.reasoning()).end();
    json.end();
  }
}
