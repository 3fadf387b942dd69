package dev.breakwater.wire.bedrock;

import dev.breakwater.wire.conversation.FinishReason;

/** Converse's words for why a model stopped. */
final class BedrockFinish {
  private BedrockFinish() {}

  static FinishReason read(String reason) {
    return switch (reason) {
      case "end_turn" -> FinishReason.STOP;
      case "stop_sequence" -> FinishReason.STOP_SEQUENCE;
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "tool_use" -> FinishReason.TOOL_CALLS;
      case "guardrail_intervened", "content_filtered" -> FinishReason.CONTENT_FILTER;
      case "refusal" -> FinishReason.REFUSAL;
      case "malformed_tool_use" -> FinishReason.MALFORMED_CALL;
      default -> FinishReason.OTHER;
    };
  }
}
