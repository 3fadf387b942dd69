package dev.breakwater.server.config;

import dev.breakwater.gateway.settings.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of one section. What is wrong is reported and the fallback taken, so that the
 * reading goes on to the next problem; {@link #close} then reports the keys nobody asked for.
 */
final class Section {

  private final Reading reading;
  private final String path;
  private final Origin here;
  private final Map<String, Node.Entry> entries;
  private final Set<String> known = new LinkedHashSet<>();

  private Section(Reading reading, String path, Origin here, Map<String, Node.Entry> entries) {
    this.reading = reading;
    this.path = path;
    this.here = here;
    this.entries = entries;
  }

  static Section root(Reading reading, Node.@Nullable Mapping root) {
    return new Section(
        reading,
        "",
        new Origin.InFile(reading.file(), 1, 1),
        root == null ? Map.of() : root.entries());
  }

  /** One of a list, under the path of its place there. */
  static Section of(Reading reading, Node.Mapping element, String path) {
    return new Section(reading, path, reading.origin(element.place()), element.entries());
  }

  String path() {
    return path;
  }

  Origin here() {
    return here;
  }

  // Single values ------------------------------------------------------------------------------

  Optional<String> text(String key) {
    return given(key).map(GivenValue::text);
  }

  String text(String key, String fallback) {
    return text(key).orElseGet(() -> byDefault(key, fallback, fallback));
  }

  /** An empty secret counts as none, so that {@code ${NAME:-}} works. */
  Optional<Secret> secret(String key) {
    return given(key).filter(it -> !it.given().text().isEmpty()).map(it -> new Secret(it.hidden()));
  }

  int integer(String key, int fallback, int least, int most) {
    return (int) count(key, fallback, least, most);
  }

  long count(String key, long fallback, long least, long most) {
    return given(key)
        .flatMap(
            it -> it.quantity(GivenValue::whole, "a whole number", least, most, String::valueOf))
        .orElseGet(() -> byDefault(key, fallback, String.valueOf(fallback)));
  }

  Duration duration(String key, Duration fallback, Duration least, Duration most) {
    return given(key)
        .flatMap(it ->
            it.quantity(
                Quantities::duration,
                "a duration; write 500ms, 30s, 5m, 1h, 30d or milliseconds",
                least,
                most,
                Quantities::show))
        .orElseGet(() -> byDefault(key, fallback, Quantities.show(fallback)));
  }

  long size(String key, long fallback, long least, long most) {
    return given(key)
        .flatMap(it ->
            it.quantity(
                Quantities::size,
                "a size; write 512KB, 10MB or 1GB",
                least,
                most,
                Quantities::showSize))
        .orElseGet(() -> byDefault(key, fallback, Quantities.showSize(fallback)));
  }

  /** One of an enum's constants, written in lower case. */
  <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
    return chosen(key, type).orElseGet(() -> byDefault(key, fallback, word(fallback)));
  }

  <E extends Enum<E>> Optional<E> chosen(String key, Class<E> type) {
    return given(key)
        .flatMap(it -> it.oneOf(Arrays.asList(type.getEnumConstants()), Section::word));
  }

  String choice(String key, List<String> words, String fallback) {
    return given(key)
        .flatMap(it -> it.oneOf(words, Function.identity()))
        .orElseGet(() -> byDefault(key, fallback, fallback));
  }

  private Optional<GivenValue> given(String key) {
    return value(key).map(it -> new GivenValue(reading.findings(), below(key), it));
  }

  /** What was given for the key, with its references filled; empty when left out or reported. */
  Optional<Overrides.Given> value(String key) {
    known.add(key);
    Optional<Overrides.Given> override = reading.overrides().find(below(key));
    if (override.isPresent()) {
      return override;
    }
    Node.Entry entry = entries.get(key);
    return entry == null ? Optional.empty() : reading.value(entry.value(), below(key));
  }

  // Sections and lists -------------------------------------------------------------------------

  boolean has(String key) {
    known.add(key);
    Node.Entry entry = entries.get(key);
    return (entry != null && Node.isGiven(entry.value()))
        || reading.overrides().anyBelow(below(key)).isPresent();
  }

  /** Whether keys are given below the key, for one that takes a single value as well. */
  boolean isSection(String key) {
    known.add(key);
    if (reading.overrides().find(below(key)).isPresent()) {
      return false;
    }
    Node.Entry entry = entries.get(key);
    return (entry != null && entry.value() instanceof Node.Mapping)
        || reading.overrides().anyBelow(below(key)).isPresent();
  }

  /** Whether the file puts the value in quotes, so that it is a text whatever it looks like. */
  boolean isQuoted(String key) {
    Node.Entry entry = entries.get(key);
    return reading.overrides().find(below(key)).isEmpty()
        && entry != null
        && entry.value() instanceof Node.Scalar scalar
        && !scalar.plain();
  }

  /** The section of that name; an empty one when it is left out. */
  Section section(String key) {
    known.add(key);
    Node.Entry entry = entries.get(key);
    return entry == null
        ? new Section(reading, below(key), here, Map.of())
        : of(entry.value(), below(key), reading.origin(entry.keyPlace()));
  }

  /** The keys of a section that may have any name, such as {@code chains}. */
  Map<String, Origin> names() {
    Map<String, Origin> names = new LinkedHashMap<>();
    entries.forEach((name, entry) -> names.put(name, reading.origin(entry.keyPlace())));
    return names;
  }

  /** A list of sections, each under the path of its {@code name} where it has one. */
  List<Section> sections(String key) {
    return sections(key, "name");
  }

  /**
   * A list of sections.
   *
   * @param labels keys whose values, as far as they are given, name an element in paths
   */
  List<Section> sections(String key, String... labels) {
    List<Section> sections = new ArrayList<>();
    for (Node element : elements(key)) {
      String label = label(element, labels).orElse(String.valueOf(sections.size()));
      sections.add(of(element, below(key) + "[" + label + "]", reading.origin(element.place())));
    }
    return sections;
  }

  private static Optional<String> label(Node element, String... labels) {
    List<String> found = new ArrayList<>();
    for (String label : labels) {
      Node.Entry named =
          element instanceof Node.Mapping mapping ? mapping.entries().get(label) : null;
      if (named != null && named.value() instanceof Node.Scalar scalar && !scalar.isNull()) {
        found.add(scalar.text());
      }
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join(":", found));
  }

  /** A list of single words; anything else in it is reported. */
  List<Overrides.Given> words(String key) {
    List<Overrides.Given> words = new ArrayList<>();
    int index = 0;
    for (Node element : elements(key)) {
      reading.value(element, below(key) + "[" + index + "]").ifPresent(words::add);
      index++;
    }
    if (!words.isEmpty()) {
      reading
          .findings()
          .setting(
              below(key),
              String.join(", ", words.stream().map(Overrides.Given::text).toList()),
              words.getFirst().origin());
    }
    return words;
  }

  List<Node> elements(String key) {
    known.add(key);
    Node.Entry entry = entries.get(key);
    if (entry == null || !Node.isGiven(entry.value())) {
      return List.of();
    }
    if (entry.value() instanceof Node.Sequence sequence) {
      return sequence.elements();
    }
    problem(
        key, "expected a list, found " + Node.describe(entry.value()) + "; begin each with '- '");
    return List.of();
  }

  Section of(Node node, String path, Origin origin) {
    if (node instanceof Node.Mapping mapping) {
      return new Section(reading, path, origin, mapping.entries());
    }
    if (Node.isGiven(node)) {
      reading
          .findings()
          .problem(
              reading.origin(node.place()),
              path,
              "expected a section of keys, found " + Node.describe(node));
    }
    return new Section(reading, path, origin, Map.of());
  }

  // Reporting ----------------------------------------------------------------------------------

  /** Where the key's value stands, or the section when it is left out. */
  Origin originOf(String key) {
    Optional<Overrides.Given> override = reading.overrides().find(below(key));
    if (override.isPresent()) {
      return override.get().origin();
    }
    Node.Entry entry = entries.get(key);
    return entry == null ? here : reading.origin(entry.value().place());
  }

  void problem(String key, String message) {
    reading.findings().problem(originOf(key), below(key), message);
  }

  void missing(String key, String remedy) {
    reading.findings().problem(here, below(key), "is missing; " + remedy);
  }

  void warning(String key, String message) {
    Node.Entry entry = entries.get(key);
    reading
        .findings()
        .warning(
            entry == null ? originOf(key) : reading.origin(entry.keyPlace()), below(key), message);
  }

  /** Refuses a key that this version does not act on, unless its value asks for nothing. */
  void refuse(String key, String... harmless) {
    if (!has(key)) {
      return;
    }
    Node.Entry entry = entries.get(key);
    if (harmless.length > 0 && (entry == null || entry.value() instanceof Node.Scalar)) {
      Optional<Overrides.Given> given = value(key);
      if (given.isEmpty() || Arrays.asList(harmless).contains(given.get().text())) {
        return;
      }
    }
    Origin origin =
        entry != null
            ? reading.origin(entry.keyPlace())
            : reading.overrides().anyBelow(below(key)).map(Overrides.Given::origin).orElse(here);
    reading
        .findings()
        .problem(
            origin,
            below(key),
            "is not supported by this version; "
                + (harmless.length == 0 ? "remove it" : "remove it or write " + harmless[0]));
  }

  /** Takes a key as known without reading it, because something about it is reported already. */
  void skip(String... keys) {
    known.addAll(Arrays.asList(keys));
  }

  void skipAll() {
    known.addAll(entries.keySet());
  }

  void close() {
    entries.forEach((key, entry) -> {
      if (!known.contains(key)) {
        reading
            .findings()
            .problem(
                reading.origin(entry.keyPlace()),
                below(key),
                "unknown key; " + Nearest.remedy(key, known));
      }
    });
  }

  // ---------------------------------------------------------------------------------------------

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static List<String> wordsOf(Collection<? extends Enum<?>> constants) {
    return constants.stream().map(Section::word).sorted().toList();
  }

  private <T> T byDefault(String key, T value, String shown) {
    reading.findings().setting(below(key), shown, new Origin.Default());
    return value;
  }

  private String below(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
