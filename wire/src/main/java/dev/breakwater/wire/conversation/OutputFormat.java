package dev.breakwater.wire.conversation;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What an answer's text must look like. */
public sealed interface OutputFormat {
  /** Any text. */
  record Plain() implements OutputFormat {}

  /** One JSON object, whatever is in it. */
  record JsonMode() implements OutputFormat {}

  /**
   * JSON that satisfies a schema.
   *
   * @param name of the schema, for providers that want one
   * @param schema not to be changed
   * @param strict whether the provider must promise it
   */
  record JsonSchema(
      @Nullable String name, @Nullable String description, ObjectNode schema, boolean strict)
      implements OutputFormat {}
}
