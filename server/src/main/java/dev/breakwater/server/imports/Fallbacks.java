package dev.breakwater.server.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which names are gone on to when one fails. */
final class Fallbacks {
  private static final String ANY = "*";

  private final Map<String, Set<String>> general = new LinkedHashMap<>();
  private final Map<String, Set<String>> contextWindow = new LinkedHashMap<>();
  private final Map<String, Set<String>> contentPolicy = new LinkedHashMap<>();
  private final Set<String> usual = new LinkedHashSet<>();
  private final Remarks remarks;
  private final Set<String> known;

  /**
   * @param known the names that there are
   */
  Fallbacks(Remarks remarks, Set<String> known) {
    this.remarks = remarks;
    this.known = known;
  }

  /** Takes what a section says of it. */
  void read(Part.Keyed section, String path) {
    read(section, path, "fallbacks", general);
    read(section, path, "context_window_fallbacks", contextWindow);
    read(section, path, "content_policy_fallbacks", contentPolicy);
    for (Part part : section.list("default_fallbacks")) {
      name(part, path + ".default_fallbacks").ifPresent(usual::add);
    }
    section
        .find("default_fallbacks")
        .ifPresent(it -> remarks.taken(it, path + ".default_fallbacks", "follow every route"));
    section
        .find("context_window_fallbacks")
        .ifPresent(it ->
            remarks.approximated(
                it,
                path + ".context_window_fallbacks",
                "follow the other fallbacks, so they are taken for other failures too; targets"
                    + " whose window is known to be too small are passed by"));
    section
        .find("content_policy_fallbacks")
        .ifPresent(it ->
            remarks.approximated(
                it,
                path + ".content_policy_fallbacks",
                "follow the other fallbacks, with onContentPolicy: fallback"));
    section
        .find("fallbacks")
        .ifPresent(it -> remarks.taken(it, path + ".fallbacks", "follow in their routes"));
  }

  private void read(Part.Keyed section, String path, String key, Map<String, Set<String>> into) {
    for (Part part : section.list(key)) {
      if (!(part instanceof Part.Keyed each)) {
        remarks.left(part, path + "." + key, "is no list such as [{name: [other]}]");
        continue;
      }
      each.entries()
          .keySet()
          .forEach(from -> {
            if (!from.equals(ANY) && !known.contains(from)) {
              remarks.left(part, path + "." + key, "'" + from + "' is no model of model_list");
            }
            for (Part to : each.list(from)) {
              name(to, path + "." + key)
                  .ifPresent(it -> {
                    if (from.equals(ANY)) {
                      usual.add(it);
                    } else {
                      into.computeIfAbsent(from, _ -> new LinkedHashSet<>()).add(it);
                    }
                  });
            }
          });
    }
  }

  private java.util.Optional<String> name(Part part, String subject) {
    String name =
        switch (part) {
          case Part.Word word -> word.text();
          case Part.Keyed keyed -> keyed.text("model").orElse("");
          case Part.Listed _ -> "";
        };
    if (!known.contains(name)) {
      remarks.left(part, subject, "'" + name + "' is no model of model_list");
      return java.util.Optional.empty();
    }
    return java.util.Optional.of(name);
  }

  /** In the order in which they are tried. */
  List<String> of(String group) {
    Set<String> all = new LinkedHashSet<>(general.getOrDefault(group, Set.of()));
    if (all.isEmpty()) {
      all.addAll(usual);
    }
    all.addAll(contextWindow.getOrDefault(group, Set.of()));
    all.addAll(contentPolicy.getOrDefault(group, Set.of()));
    all.remove(group);
    return new ArrayList<>(all);
  }

  boolean atContentPolicy(String group) {
    return contentPolicy.containsKey(group);
  }

  /** Of those that have none of their own. */
  List<String> usual() {
    return List.copyOf(usual);
  }
}
