package dev.breakwater.server.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What wins over the file: {@code BREAKWATER_SERVER_PORT} over {@code server.port}, and the command
 * line over both. Only single values outside lists can be named so.
 */
final class Overrides {

  /** A value and where it was given. */
  record Given(String text, Origin origin) {}

  private static final String PREFIX = "BREAKWATER_";

  /** What Kubernetes sets in every container for a service that happens to be named so. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".*(_SERVICE_HOST|_SERVICE_PORT(_.*)?|_PORT_\\d+_(TCP|UDP|SCTP)(_.*)?)");

  private final Map<String, Given> environment = new TreeMap<>();
  private final Map<String, Given> commandLine = new LinkedHashMap<>();
  private final Map<String, String> asked = new LinkedHashMap<>();

  /**
   * @param commandLine values by the path that they set
   * @param options the option that set it, by path
   */
  Overrides(
      Map<String, String> variables, Map<String, String> commandLine, Map<String, String> options) {
    variables.forEach((name, value) -> {
      if (name.startsWith(PREFIX) && !value.isEmpty() && !isServiceLink(name, value)) {
        environment.put(
            squeeze(name.substring(PREFIX.length())),
            new Given(value, new Origin.Environment(name)));
      }
    });
    commandLine.forEach((path, value) ->
        this.commandLine.put(
            path, new Given(value, new Origin.CommandLine(options.getOrDefault(path, path)))));
  }

  Optional<Given> find(String path) {
    String squeezed = squeeze(path);
    asked.put(squeezed, path);
    Given given = commandLine.get(path);
    return Optional.ofNullable(given != null ? given : environment.get(squeezed));
  }

  /** Whether anything is given for the path or below it. */
  Optional<Given> anyBelow(String path) {
    String squeezed = squeeze(path);
    return environment.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(squeezed))
        .map(entry -> {
          asked.put(entry.getKey(), path);
          return entry.getValue();
        })
        .findFirst();
  }

  /** Variables that mean a section of the configuration and yet set nothing are mistakes. */
  void reportUnused(Collection<String> sections, Findings findings) {
    Set<String> beginnings = new TreeSet<>();
    sections.forEach(section -> beginnings.add(squeeze(section)));
    environment.forEach((squeezed, given) -> {
      if (!asked.containsKey(squeezed) && beginnings.stream().anyMatch(squeezed::startsWith)) {
        findings.warning(
            given.origin(),
            "",
            "sets nothing; "
                + Nearest.of(squeezed, asked.keySet())
                    .map(near -> "did you mean " + variable(asked.getOrDefault(near, near)) + "?")
                    .orElse("only single values outside lists can be set from the environment"));
      }
    });
  }

  private static String variable(String path) {
    return PREFIX + path.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  private static boolean isServiceLink(String name, String value) {
    return SERVICE_LINK.matcher(name).matches()
        || (name.endsWith("_PORT") && value.contains("://"));
  }

  private static String squeeze(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
  }
}
