package dev.breakwater.wire.openai;

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
    return Tokens.believed(
        usage.count("prompt_tokens"),
        usage.count("completion_tokens"),
        cached == 0 ? usage.count("prompt_cache_hit_tokens") : cached,
        prompt == null ? 0 : prompt.count("cache_write_tokens"),
        completion == null ? 0 : completion.count("reasoning_tokens"));
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
