package dev.breakwater.simulator.speech;

import tools.jackson.databind.JsonNode;

/** The form that the text of an answer must have. */
public sealed interface Format {
  /** Sentences. */
  record Prose() implements Format {}

  /** Any JSON object. */
  record AnyJson() implements Format {}

  /** JSON that satisfies a schema. */
  record Schema(JsonNode schema) implements Format {}
}
