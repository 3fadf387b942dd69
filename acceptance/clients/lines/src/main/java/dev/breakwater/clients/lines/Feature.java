package dev.breakwater.clients.lines;

import java.util.Arrays;
import java.util.Optional;

/** What a client is asked to use of its protocol. */
public enum Feature {
  WHOLE("whole"),
  STREAMED("streamed"),
  TOOLS("tools"),
  TOOLS_STREAMED("toolsStreamed"),
  IMAGE("image"),
  SCHEMA("schema"),
  SCHEMA_STREAMED("schemaStreamed"),
  JSON_MODE("jsonMode"),
  THINKING("thinking"),
  THINKING_STREAMED("thinkingStreamed"),
  THINKING_TOOLS("thinkingTools"),
  STOP("stop"),
  LIMIT("limit"),
  BAD_REQUEST("badRequest"),
  BAD_KEY("badKey"),
  UNKNOWN_MODEL("unknownModel"),
  EMBEDDINGS("embeddings"),
  COUNT("count"),
  MODELS("models"),
  CONVERSATION("conversation");

  private final String key;

  Feature(String key) {
    this.key = key;
  }

  /** As it is written in a line. */
  public String key() {
    return key;
  }

  /** Whether the answer is taken as a stream. */
  public boolean streamed() {
    return this == STREAMED
        || this == TOOLS_STREAMED
        || this == SCHEMA_STREAMED
        || this == THINKING_STREAMED;
  }

  static Optional<Feature> of(String key) {
    return Arrays.stream(values()).filter(feature -> feature.key.equals(key)).findFirst();
  }
}
