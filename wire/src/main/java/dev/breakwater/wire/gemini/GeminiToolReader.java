package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Toolbox.Choice;
import dev.breakwater.wire.conversation.Toolbox.Tool;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads the functions offered; the tools that Google runs itself are essential extras. */
final class GeminiToolReader {
  static final String TOOLS = "tools.";
  static final String CONFIGURATION = "toolConfig.";

  private static final Set<String> FUNCTIONS = Set.of("functionDeclarations");
  private static final Set<String> KNOWN_IN_FUNCTIONS =
      Set.of("name", "description", "parameters", "parametersJsonSchema");
  private static final Set<String> KNOWN_IN_CONFIGURATION = Set.of("functionCallingConfig");
  private static final Set<String> KNOWN_IN_CALLING = Set.of("mode", "allowedFunctionNames");

  private final RequestExtras extras;

  GeminiToolReader(RequestExtras extras) {
    this.extras = extras;
  }

  Toolbox read(Fields root) throws MalformedBody {
    Fields configuration = root.object("toolConfig");
    Fields calling = null;
    if (configuration != null) {
      extras.rest(configuration, CONFIGURATION, KNOWN_IN_CONFIGURATION);
      calling = configuration.object("functionCallingConfig");
    }
    if (calling != null) {
      extras.rest(calling, CONFIGURATION + "functionCallingConfig.", KNOWN_IN_CALLING);
    }
    String mode = calling == null ? "AUTO" : calling.text("mode", "AUTO");
    List<String> allowed = calling == null ? List.of() : calling.texts("allowedFunctionNames");
    boolean promised = mode.equals("VALIDATED") && allowed.isEmpty();
    return new Toolbox(tools(root, promised), choice(mode, allowed, calling), true);
  }

  /**
   * @param promised whether the model must keep to the schemas
   */
  private List<Tool> tools(Fields root, boolean promised) throws MalformedBody {
    List<Tool> tools = new ArrayList<>();
    for (Fields group : root.objects("tools")) {
      for (String name : group.others(FUNCTIONS)) {
        extras.essential(TOOLS + Fields.camel(name), group.given(name));
      }
      for (Fields function : group.objects("functionDeclarations")) {
        String name = function.required("name");
        extras.rest(function, TOOLS + name + ".", KNOWN_IN_FUNCTIONS);
        tools.add(new Tool(name, function.text("description"), parameters(function), promised));
      }
    }
    return tools;
  }

  private static @Nullable ObjectNode parameters(Fields function) throws MalformedBody {
    ObjectNode json = function.tree("parametersJsonSchema");
    if (json != null) {
      return json;
    }
    ObjectNode own = function.tree("parameters");
    return own == null ? null : GeminiSchemas.toJsonSchema(own);
  }

  private static Choice choice(String mode, List<String> allowed, @Nullable Fields calling)
      throws MalformedBody {
    return switch (mode) {
      case "AUTO", "MODE_UNSPECIFIED", "auto" -> new Choice.Automatic();
      case "NONE", "none" -> new Choice.Forbidden();
      case "VALIDATED", "validated" ->
          allowed.isEmpty() ? new Choice.Automatic() : new Choice.Among(allowed, false);
      case "ANY", "any" ->
          switch (allowed.size()) {
            case 0 -> new Choice.Required();
            case 1 -> new Choice.Named(allowed.getFirst());
            default -> new Choice.Among(allowed, true);
          };
      default ->
          throw (calling == null ? Fields.none() : calling)
              .wrong("mode", "AUTO, ANY, NONE or VALIDATED");
    };
  }
}
