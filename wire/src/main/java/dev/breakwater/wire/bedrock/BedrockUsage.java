package dev.breakwater.wire.bedrock;

import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Converse's counts, whose {@code inputTokens} leave out what the cache took part in. */
final class BedrockUsage {
  private BedrockUsage() {}

  static @Nullable Tokens read(@Nullable JsonObject usage) {
    return usage == null
        ? null
        : tokens(
            usage.count("inputTokens"),
            usage.count("outputTokens"),
            usage.count("cacheReadInputTokens"),
            usage.count("cacheWriteInputTokens"));
  }

  /** Null where the counts cannot be believed. */
  static @Nullable Tokens tokens(long input, long output, long cacheRead, long cacheWrite) {
    // Each alone first, so that the sum of absurd counts cannot wrap around to a plausible one.
    return Tokens.plausible(input, output, 0, 0, 0)
            && Tokens.plausible(cacheRead, 0, 0, 0, 0)
            && Tokens.plausible(cacheWrite, 0, 0, 0, 0)
        ? Tokens.believed(input + cacheRead + cacheWrite, output, cacheRead, cacheWrite, 0)
        : null;
  }
}
