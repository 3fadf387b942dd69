package dev.breakwater.server.config;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML into {@link Node nodes} that know their line and column. Anchors, aliases, tags and
 * several documents are refused: nobody needs them here, and they are how small files grow huge.
 */
final class YamlTree {

  /** Characters; a configuration of thousands of routes stays far below. */
  static final int LONGEST = 500_000;

  private static final int DEEPEST = 16;

  private final String file;
  private final Findings findings;
  private final Iterator<Event> events;

  private YamlTree(String file, Findings findings, Iterator<Event> events) {
    this.file = file;
    this.findings = findings;
    this.events = events;
  }

  /** The file's root; null when it is empty or unreadable, the problems then being in findings. */
  static Node.@Nullable Mapping read(String file, String text, Findings findings) {
    if (text.length() > LONGEST) {
      findings.problem(
          new Origin.InFile(file, 1, 1),
          "",
          "the file is longer than " + LONGEST + " characters; it is no configuration");
      return null;
    }
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setCodePointLimit(LONGEST + 1).build();
    try {
      return new YamlTree(
              file, findings, new Parse(settings).parseString(References.mask(text)).iterator())
          .document();
    } catch (Refused refused) {
      findings.problem(refused.origin, "", refused.getMessage());
    } catch (MarkedYamlEngineException broken) {
      Optional<Mark> mark = broken.getProblemMark().or(broken::getContextMark);
      String context = broken.getContext() == null ? "" : " " + broken.getContext();
      findings.problem(
          origin(file, place(mark)),
          "",
          "not YAML: " + References.unmask(broken.getProblem() + context).strip());
    } catch (YamlEngineException broken) {
      findings.problem(
          new Origin.InFile(file, 1, 1), "", "not YAML: " + String.valueOf(broken.getMessage()));
    }
    return null;
  }

  private Node.@Nullable Mapping document() throws Refused {
    Node.@Nullable Mapping root = null;
    boolean read = false;
    while (events.hasNext()) {
      Event event = events.next();
      switch (event.getEventId()) {
        case StreamStart, StreamEnd, DocumentStart, DocumentEnd, Comment -> {}
        default -> {
          if (read) {
            throw refused(event, "a second document; one file holds one configuration");
          }
          read = true;
          Node node = node(event, 1);
          if (node instanceof Node.Mapping mapping) {
            root = mapping;
          } else if (Node.isGiven(node)) {
            throw refused(
                event, "the file is " + Node.describe(node) + "; expected keys such as server:");
          }
        }
      }
    }
    return root;
  }

  private Node node(Event event, int depth) throws Refused {
    if (depth > DEEPEST) {
      throw refused(event, "nested deeper than " + DEEPEST + " levels");
    }
    if (event instanceof AliasEvent) {
      throw refused(event, "an alias (*name); write the value out, or put it in quotes");
    }
    if (event instanceof NodeEvent anchored && anchored.getAnchor().isPresent()) {
      throw refused(event, "an anchor (&name); write the value out, or put it in quotes");
    }
    return switch (event) {
      case ScalarEvent scalar -> {
        refuseTag(scalar, scalar.getTag());
        yield new Node.Scalar(
            place(event.getStartMark()), References.unmask(scalar.getValue()), scalar.isPlain());
      }
      case SequenceStartEvent sequence -> {
        refuseTag(sequence, sequence.getTag());
        yield sequence(sequence, depth);
      }
      case MappingStartEvent mapping -> {
        refuseTag(mapping, mapping.getTag());
        yield mapping(mapping, depth);
      }
      default -> throw refused(event, "expected a value");
    };
  }

  private Node sequence(Event start, int depth) throws Refused {
    List<Node> elements = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      elements.add(node(event, depth + 1));
    }
    return new Node.Sequence(place(start.getStartMark()), elements);
  }

  private Node mapping(Event start, int depth) throws Refused {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      if (!(node(event, depth + 1) instanceof Node.Scalar key)) {
        throw refused(event, "a key must be a single word");
      }
      Node value = node(events.next(), depth + 1);
      Node.Entry first = entries.putIfAbsent(key.text(), new Node.Entry(key.place(), value));
      if (first != null) {
        findings.problem(
            origin(file, key.place()),
            key.text(),
            "given twice, first on line " + first.keyPlace().line() + "; remove one");
      }
    }
    return new Node.Mapping(place(start.getStartMark()), entries);
  }

  private void refuseTag(Event event, Optional<String> tag) throws Refused {
    if (tag.isPresent()) {
      throw refused(event, "a tag (" + tag.get() + "); put the value in quotes if ! belongs to it");
    }
  }

  private Refused refused(Event event, String message) {
    return new Refused(origin(file, place(event.getStartMark())), message);
  }

  private static Origin origin(String file, Node.Place place) {
    return new Origin.InFile(file, place.line(), place.column());
  }

  private static Node.Place place(Optional<Mark> mark) {
    return mark.map(found -> new Node.Place(found.getLine() + 1, found.getColumn() + 1))
        .orElse(new Node.Place(1, 1));
  }

  /** Ends the reading at the first piece of YAML that is not taken. */
  private static final class Refused extends Exception {
    private final transient Origin origin;

    Refused(Origin origin, String message) {
      super(message);
      this.origin = origin;
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
