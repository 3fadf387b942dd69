package dev.breakwater.server.api;

import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** How the API writes JSON. */
public final class Json {
  /** Amounts are plain decimals without exponent, because {@code bc} must read them. */
  public static final JsonMapper PLAIN =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build())
          .build();

  private Json() {}
}
