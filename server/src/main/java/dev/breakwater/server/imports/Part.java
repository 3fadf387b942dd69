package dev.breakwater.server.imports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A piece of somebody's file, with its line. */
sealed interface Part {
  int line();

  /** A single value; empty when nothing is said. */
  record Word(int line, String text) implements Part {}

  record Listed(int line, List<Part> parts) implements Part {}

  record Keyed(int line, Map<String, Part> entries) implements Part {
    static Keyed empty(int line) {
      return new Keyed(line, new LinkedHashMap<>());
    }

    Optional<Part> find(String key) {
      return Optional.ofNullable(entries.get(key))
          .filter(part -> !(part instanceof Word word && word.text().isEmpty()));
    }

    Optional<Word> word(String key) {
      return find(key).filter(Word.class::isInstance).map(Word.class::cast);
    }

    Optional<String> text(String key) {
      return word(key).map(Word::text);
    }

    /** A number above zero; empty for anything else. */
    Optional<Double> number(String key) {
      return amount(key).filter(number -> number > 0);
    }

    /** A number from zero on; empty for anything else. */
    Optional<Double> amount(String key) {
      return text(key)
          .filter(text -> text.matches("[0-9._]{1,20}([eE][+-]?\\d{1,2})?"))
          .map(text -> text.replace("_", ""))
          .filter(text -> text.matches("\\d+(\\.\\d*)?([eE][+-]?\\d+)?|\\.\\d+([eE][+-]?\\d+)?"))
          .map(Double::parseDouble);
    }

    boolean isOn(String key) {
      return text(key).filter(text -> text.equalsIgnoreCase("true")).isPresent();
    }

    /** The section of that name; an empty one where there is none. */
    Keyed section(String key) {
      return find(key).filter(Keyed.class::isInstance).map(Keyed.class::cast).orElse(empty(line));
    }

    /** The elements of a list; a single value counts as a list of one. */
    List<Part> list(String key) {
      return find(key)
          .map(part -> part instanceof Listed listed ? listed.parts() : List.of(part))
          .orElse(List.of());
    }
  }
}
