package dev.breakwater.acceptance;

import java.util.EnumSet;
import java.util.Set;

/** What a client speaks, in the words of the client programs. */
public enum Protocol {
  CHAT("chat", "OpenAI chat completions"),
  RESPONSES("responses", "OpenAI Responses"),
  MESSAGES("messages", "Anthropic messages"),
  GEMINI("gemini", "Gemini generateContent"),
  EMBEDDINGS("embeddings", "Embeddings");

  private final String key;
  private final String title;

  Protocol(String key, String title) {
    this.key = key;
    this.title = title;
  }

  public String key() {
    return key;
  }

  public String title() {
    return title;
  }

  /**
   * What its clients are asked for; what the protocol lacks is among it, for they have to say so.
   */
  Set<Feature> features() {
    return this == EMBEDDINGS
        ? EnumSet.of(Feature.EMBEDDINGS)
        : EnumSet.complementOf(EnumSet.of(Feature.EMBEDDINGS));
  }

  /** What no client of it can ask for. */
  Set<Feature> lacks() {
    return switch (this) {
      case CHAT -> EnumSet.of(Feature.COUNT, Feature.CONVERSATION);
      case RESPONSES -> EnumSet.of(Feature.STOP);
      case MESSAGES -> EnumSet.of(Feature.JSON_MODE, Feature.CONVERSATION);
      case GEMINI -> EnumSet.of(Feature.CONVERSATION);
      case EMBEDDINGS -> EnumSet.noneOf(Feature.class);
    };
  }
}
