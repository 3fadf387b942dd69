package dev.breakwater.wire.anthropic;

import dev.breakwater.wire.conversation.FinerTokens;
import dev.breakwater.wire.conversation.FinerTokens.Service;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The counts of one answer, as they come together: {@code message_start} has the input's, {@code
 * message_delta} the output's, and may repeat the others. Anthropic's {@code input_tokens} leaves
 * out what was read from the cache and written to it.
 */
final class AnthropicUsage {
  long input;
  long output;
  long cacheRead;
  long cacheCreation;
  long cacheCreationHour;
  long thinking;

  void read(JsonObject usage) throws MalformedBody {
    input = usage.has("input_tokens") ? usage.count("input_tokens") : input;
    output = usage.has("output_tokens") ? usage.count("output_tokens") : output;
    cacheRead =
        usage.has("cache_read_input_tokens") ? usage.count("cache_read_input_tokens") : cacheRead;
    cacheCreation =
        usage.has("cache_creation_input_tokens")
            ? usage.count("cache_creation_input_tokens")
            : cacheCreation;
    JsonObject creation = usage.object("cache_creation");
    cacheCreationHour =
        creation == null ? cacheCreationHour : creation.count("ephemeral_1h_input_tokens");
    JsonObject details = usage.object("output_tokens_details");
    thinking = details == null ? thinking : details.count("thinking_tokens");
  }

  /** Null where the counts cannot be believed. */
  @Nullable Tokens tokens() {
    // Each alone first, so that the sum of absurd counts cannot wrap around to a plausible one.
    if (!Tokens.plausible(input, output, 0, 0, 0)
        || !Tokens.plausible(cacheRead, cacheCreation, 0, 0, 0)) {
      return null;
    }
    long all = input + cacheRead + cacheCreation;
    return Tokens.believed(
        all,
        output,
        cacheRead,
        cacheCreation,
        thinking,
        cacheCreationHour == 0
            ? FinerTokens.NONE
            : new FinerTokens(cacheCreationHour, 0, 0, 0, Service.STANDARD));
  }

  /**
   * The counts with every field that clients expect.
   *
   * @param whole whether it is a message's, which has more of them than an event's
   */
  static ObjectNode write(Tokens tokens, boolean whole) {
    ObjectNode usage =
        Json.object()
            .put("input_tokens", tokens.input() - tokens.cachedInput() - tokens.cacheWrite())
            .put("cache_creation_input_tokens", tokens.cacheWrite())
            .put("cache_read_input_tokens", tokens.cachedInput())
            .put("output_tokens", tokens.output());
    if (tokens.reasoning() > 0) {
      usage.putObject("output_tokens_details").put("thinking_tokens", tokens.reasoning());
    } else {
      usage.putNull("output_tokens_details");
    }
    usage.putNull("server_tool_use");
    if (!whole) {
      return usage;
    }
    long hour = tokens.finer().cacheWriteHour();
    if (hour > 0) {
      usage
          .putObject("cache_creation")
          .put("ephemeral_5m_input_tokens", tokens.cacheWrite() - hour)
          .put("ephemeral_1h_input_tokens", hour);
    } else {
      usage.putNull("cache_creation");
    }
    return usage.putNull("inference_geo").putNull("service_tier").putNull("speed");
  }
}
