package dev.breakwater.server.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads YAML as LiteLLM's own reader does: with anchors, aliases and {@code <<}, which people use
 * there to say things once. What they unfold to is limited.
 */
final class PartReader {
  /** Characters. */
  private static final int LONGEST = 2_000_000;

  private static final int DEEPEST = 24;
  private static final int MOST_PARTS = 200_000;
  private static final String MERGE = "<<";

  private int parts;

  private PartReader() {}

  /** What a file cannot be read for. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }

  /**
   * @param file the name that errors show
   * @throws Unreadable with the line, when it is no YAML section
   */
  static Part.Keyed read(String file, String text) throws Unreadable {
    if (text.length() > LONGEST) {
      throw new Unreadable(file + ": is longer than " + LONGEST + " characters");
    }
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setCodePointLimit(LONGEST + 1).build();
    Optional<Node> root;
    try {
      root = new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException broken) {
      int line = broken.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw new Unreadable(file + ":" + line + ": not YAML: " + broken.getProblem());
    } catch (YamlEngineException broken) {
      throw new Unreadable(file + ": not YAML: " + broken.getMessage());
    }
    if (root.isEmpty()) {
      return Part.Keyed.empty(1);
    }
    if (new PartReader().part(root.get(), 0) instanceof Part.Keyed keyed) {
      return keyed;
    }
    throw new Unreadable(file + ": has no keys such as model_list:");
  }

  private Part part(Node node, int depth) throws Unreadable {
    int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    if (depth > DEEPEST || ++parts > MOST_PARTS) {
      throw new Unreadable("line " + line + ": unfolds to more than any configuration says");
    }
    return switch (node) {
      case ScalarNode scalar -> new Part.Word(line, isNull(scalar) ? "" : scalar.getValue());
      case SequenceNode sequence -> {
        List<Part> elements = new ArrayList<>();
        for (Node element : sequence.getValue()) {
          elements.add(part(element, depth + 1));
        }
        yield new Part.Listed(line, elements);
      }
      case MappingNode mapping -> new Part.Keyed(line, entries(mapping, depth));
      default -> throw new Unreadable("line " + line + ": cannot be read");
    };
  }

  private Map<String, Part> entries(MappingNode mapping, int depth) throws Unreadable {
    Map<String, Part> own = new LinkedHashMap<>();
    Map<String, Part> merged = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      Part value = part(tuple.getValueNode(), depth + 1);
      if (key.equals(MERGE)) {
        List<Part> all = value instanceof Part.Listed listed ? listed.parts() : List.of(value);
        all.stream()
            .filter(Part.Keyed.class::isInstance)
            .forEach(it -> ((Part.Keyed) it).entries().forEach(merged::putIfAbsent));
      } else {
        own.put(key, value);
      }
    }
    merged.forEach(own::putIfAbsent);
    return own;
  }

  private static boolean isNull(ScalarNode scalar) {
    String text = scalar.getValue();
    return scalar.isPlain()
        && (text.isEmpty()
            || text.equals("~")
            || text.equalsIgnoreCase("null")
            || text.equals("None"));
  }
}
