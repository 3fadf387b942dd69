package dev.breakwater.acceptance;

/** What a client is asked to use of its protocol, in the words of the client programs. */
public enum Feature {
  WHOLE("whole", "whole answer"),
  STREAMED("streamed", "stream"),
  TOOLS("tools", "tools, in parallel"),
  TOOLS_STREAMED("toolsStreamed", "tools, streamed"),
  IMAGE("image", "image"),
  SCHEMA("schema", "JSON schema"),
  SCHEMA_STREAMED("schemaStreamed", "JSON schema, streamed"),
  JSON_MODE("jsonMode", "JSON mode"),
  THINKING("thinking", "thinking"),
  THINKING_STREAMED("thinkingStreamed", "thinking, streamed"),
  THINKING_TOOLS("thinkingTools", "thinking kept over tools"),
  STOP("stop", "stop sequence"),
  LIMIT("limit", "limit of tokens"),
  COUNT("count", "token count"),
  MODELS("models", "list of models"),
  CONVERSATION("conversation", "kept conversation"),
  EMBEDDINGS("embeddings", "embeddings"),
  BAD_REQUEST("badRequest", "error: bad request"),
  BAD_KEY("badKey", "error: bad key"),
  UNKNOWN_MODEL("unknownModel", "error: unknown model");

  private final String key;
  private final String title;

  Feature(String key, String title) {
    this.key = key;
    this.title = title;
  }

  public String key() {
    return key;
  }

  String title() {
    return title;
  }

  boolean thinks() {
    return this == THINKING || this == THINKING_STREAMED || this == THINKING_TOOLS;
  }

  boolean isStreamed() {
    return this == STREAMED
        || this == TOOLS_STREAMED
        || this == SCHEMA_STREAMED
        || this == THINKING_STREAMED;
  }

  /** Whether a provider has to generate something for it. */
  boolean generates() {
    return this != COUNT && this != MODELS && !fails();
  }

  boolean fails() {
    return this == BAD_REQUEST || this == BAD_KEY || this == UNKNOWN_MODEL;
  }
}
