package dev.breakwater.wire.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools that a model may call, and whether it must.
 *
 * @param tools in the client's order; may be empty
 * @param parallel whether one answer may hold several calls
 */
public record Toolbox(List<Tool> tools, Choice choice, boolean parallel) {
  public static final Toolbox NONE = new Toolbox(List.of(), new Choice.Automatic(), true);

  public Toolbox {
    tools = List.copyOf(tools);
  }

  /**
   * A function that the client runs.
   *
   * @param parameters JSON schema of its arguments; null when it takes none. Not to be changed
   * @param strict whether the arguments must satisfy the schema, where the provider can promise it
   */
  public record Tool(
      String name, @Nullable String description, @Nullable ObjectNode parameters, boolean strict) {}

  /** Which tools must be called. */
  public sealed interface Choice {
    /** As the model likes. */
    record Automatic() implements Choice {}

    /** None, though they are shown. */
    record Forbidden() implements Choice {}

    /** One at least. */
    record Required() implements Choice {}

    /** This one. */
    record Named(String tool) implements Choice {}

    /**
     * Only some of those shown.
     *
     * @param required whether one of them must be called
     */
    record Among(List<String> tools, boolean required) implements Choice {
      public Among {
        tools = List.copyOf(tools);
      }
    }
  }

  public boolean isEmpty() {
    return tools.isEmpty();
  }
}
