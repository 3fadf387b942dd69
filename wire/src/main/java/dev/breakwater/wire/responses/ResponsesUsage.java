package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The counts of one answer. */
final class ResponsesUsage {
  private ResponsesUsage() {}

  static @Nullable Tokens read(@Nullable JsonObject usage) throws MalformedBody {
    if (usage == null) {
      return null;
    }
    JsonObject input = usage.object("input_tokens_details");
    JsonObject output = usage.object("output_tokens_details");
    return Tokens.believed(
        usage.count("input_tokens"),
        usage.count("output_tokens"),
        input == null ? 0 : input.count("cached_tokens"),
        input == null ? 0 : input.count("cache_write_tokens"),
        output == null ? 0 : output.count("reasoning_tokens"));
  }

  static ObjectNode write(Tokens tokens) {
    ObjectNode usage = Json.object().put("input_tokens", tokens.input());
    usage
        .putObject("input_tokens_details")
        .put("cached_tokens", tokens.cachedInput())
        .put("cache_write_tokens", tokens.cacheWrite());
    usage.put("output_tokens", tokens.output());
    usage.putObject("output_tokens_details").put("reasoning_tokens", tokens.reasoning());
    return usage.put("total_tokens", tokens.total());
  }
}
