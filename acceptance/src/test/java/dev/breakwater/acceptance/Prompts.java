package dev.breakwater.acceptance;

/** What the clients say. */
final class Prompts {
  private Prompts() {}

  /** Long enough to be answered at length; names the tools where the model is free to call them. */
  static String of(Feature feature) {
    return switch (feature) {
      case TOOLS, TOOLS_STREAMED, THINKING_TOOLS ->
          "How is it in Z\u00fcrich? Call get_weather and get_time, both of them.";
      case WHOLE,
          STREAMED,
          IMAGE,
          SCHEMA,
          SCHEMA_STREAMED,
          JSON_MODE,
          THINKING,
          THINKING_STREAMED,
          STOP,
          LIMIT,
          COUNT,
          MODELS,
          CONVERSATION,
          EMBEDDINGS,
          BAD_REQUEST,
          BAD_KEY,
          UNKNOWN_MODEL ->
          "What keeps a harbour calm while it storms outside? Tell at length, one fact a line: "
              + feature.key();
    };
  }
}
