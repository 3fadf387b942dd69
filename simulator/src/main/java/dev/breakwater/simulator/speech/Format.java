package dev.breakwater.simulator.speech;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** The form that the text of an answer must have. */
public sealed interface Format {
  /** Sentences. */
  record Prose() implements Format {}

  /** Any JSON object. */
  record AnyJson() implements Format {}

  /** JSON that satisfies a schema. */
  record Schema(JsonNode schema) implements Format {}

  /** One of a few texts as it is. */
  record OneOf(List<String> texts) implements Format {}
}
