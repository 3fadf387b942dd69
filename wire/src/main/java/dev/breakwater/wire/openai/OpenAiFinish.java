package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.FinishReason;

/** OpenAI's words for why a model stopped, and those of its imitators. */
final class OpenAiFinish {
  private OpenAiFinish() {}

  static FinishReason read(String reason) {
    return switch (reason) {
      case "stop", "eos", "end_turn" -> FinishReason.STOP;
      case "length", "max_tokens", "model_length" -> FinishReason.LENGTH;
      case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.OTHER;
    };
  }

  /**
   * @param refused whether the model has declined in words
   * @param called whether it has called a tool: a named tool's call ends with {@code stop}
   */
  static FinishReason read(String reason, boolean refused, boolean called) {
    FinishReason read = read(reason);
    if (read != FinishReason.STOP) {
      return read;
    }
    return called ? FinishReason.TOOL_CALLS : refused ? FinishReason.REFUSAL : read;
  }

  /**
   * @param refused whether the client has seen a refusal, with which an answer ends normally
   * @param functions whether the client calls its tools functions
   */
  static String write(FinishReason reason, boolean refused, boolean functions) {
    return switch (reason) {
      case STOP, STOP_SEQUENCE, MALFORMED_CALL, OTHER -> "stop";
      case LENGTH -> "length";
      case TOOL_CALLS -> functions ? "function_call" : "tool_calls";
      case CONTENT_FILTER -> "content_filter";
      case REFUSAL -> refused ? "stop" : "content_filter";
    };
  }
}
