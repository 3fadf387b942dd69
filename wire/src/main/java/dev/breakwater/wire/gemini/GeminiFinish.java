package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * Gemini's words for why a model stopped; it does not tell stop sequences apart, and a call of
 * tools is a stop like any other.
 */
final class GeminiFinish {
  private GeminiFinish() {}

  /**
   * @param called whether the answer calls a tool
   * @return null when the word says that it is none yet
   */
  static @Nullable FinishReason read(String reason, boolean called) {
    return switch (reason) {
      case "", "FINISH_REASON_UNSPECIFIED" -> null;
      case "STOP" -> called ? FinishReason.TOOL_CALLS : FinishReason.STOP;
      case "MAX_TOKENS" -> FinishReason.LENGTH;
      case "SAFETY",
          "RECITATION",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "MODEL_ARMOR",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "IMAGE_RECITATION" ->
          FinishReason.CONTENT_FILTER;
      case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS" ->
          FinishReason.MALFORMED_CALL;
      default -> FinishReason.OTHER;
    };
  }

  static String write(FinishReason reason) {
    return switch (reason) {
      case STOP, STOP_SEQUENCE, TOOL_CALLS -> "STOP";
      case LENGTH -> "MAX_TOKENS";
      case CONTENT_FILTER, REFUSAL -> "SAFETY";
      case MALFORMED_CALL -> "MALFORMED_FUNCTION_CALL";
      case OTHER -> "OTHER";
    };
  }
}
