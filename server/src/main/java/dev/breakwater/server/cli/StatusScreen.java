package dev.breakwater.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Lays out what a running server says about itself. */
final class StatusScreen {

  static final String SHADOWED = "shadowed by the API: ";

  private static final String ROW = "  %-40s %-10s %-10s %10s %12s";

  private static final long MEGABYTE = 1L << 20;

  private StatusScreen() {}

  /**
   * @param configuration of {@code /api/llm/config}
   * @param chain production's, of {@code /api/admin/llm-fallback}
   * @param health of its {@code action=health}
   * @param usage of {@code /api/admin/llm-usage}
   */
  static List<String> lines(
      String base, JsonNode configuration, JsonNode chain, JsonNode health, JsonNode usage) {
    List<String> lines = new ArrayList<>();
    String version = configuration.path("version").asString("");
    lines.add("connected to " + base + (version.isEmpty() ? "" : ", version " + version));
    String simulator = configuration.path("simulator").path("url").asString("");
    if (!simulator.isEmpty()) {
      lines.add("providers simulated at " + simulator);
    }
    lines.addAll(file(configuration));
    lines.add("current provider (production): " + current(chain.path("config"), health));
    lines.add("");
    lines.add(
        String.format(Locale.ROOT, ROW, "target", "circuit", "healthy", "success", "response"));
    for (JsonNode provider : health.path("providers")) {
      lines.add(
          String.format(
              Locale.ROOT,
              ROW,
              whole(provider),
              provider.path("circuitState").asString("?"),
              provider.path("isHealthy").asBoolean(true) ? "yes" : "no",
              String.format(Locale.ROOT, "%.1f %%", provider.path("successRate").asDouble(100)),
              Math.round(provider.path("avgResponseTime").asDouble(0)) + " ms"));
    }
    JsonNode stats = usage.path("stats");
    lines.add("");
    lines.addAll(journal(configuration.path("journal")));
    lines.add(
        String.format(
            Locale.ROOT,
            "last 24 hours: %d requests, %.1f %% succeeded, %.4f US dollars",
            stats.path("requestCount").asLong(0),
            stats.path("successRate").asDouble(100),
            stats.path("totalCost").asDouble(0)));
    return lines;
  }

  /** How usage is recorded; nothing from a server that does not say. */
  private static List<String> journal(JsonNode journal) {
    List<String> lines = new ArrayList<>();
    if (journal.isMissingNode()) {
      return lines;
    }
    JsonNode ledger = journal.path("ledger");
    lines.add(
        String.format(
            Locale.ROOT,
            "usage journal: %d of %d MB, outlives %s; the database is %d records behind",
            journal.path("bytes").asLong(0) / MEGABYTE,
            journal.path("maxBytes").asLong(0) / MEGABYTE,
            journal.path("durability").asString("").equals("power")
                ? "a power loss"
                : "its process",
            ledger.path("lagRecords").asLong(0)));
    if (journal.hasNonNull("problem")) {
      lines.add("  BILLABLE REQUESTS ARE REFUSED: " + journal.path("problem").asString(""));
    }
    if (ledger.hasNonNull("problem")) {
      lines.add("  the database takes no usage: " + ledger.path("problem").asString(""));
    }
    int damaged = journal.path("damagedSegments").asInt(0);
    if (damaged > 0) {
      lines.add("  " + damaged + " damaged segments are set aside in data/journal");
    }
    for (JsonNode damage : journal.path("damages")) {
      lines.add(
          "  damaged: "
              + damage.path("file").asString("")
              + " at "
              + damage.path("offset").asLong(0)
              + ", "
              + damage.path("problem").asString(""));
    }
    return lines;
  }

  /** What the file says and does not hold, and why it is not in force at all. */
  private static List<String> file(JsonNode configuration) {
    List<String> lines = new ArrayList<>();
    for (JsonNode problem : configuration.path("configuration").path("problems")) {
      lines.add("configuration file not in force: " + problem.asString(""));
    }
    for (JsonNode path : configuration.path("shadowedByApi")) {
      lines.add(SHADOWED + path.asString(""));
    }
    return lines;
  }

  /** The first target of the chain whose circuit lets requests through. */
  private static String current(JsonNode chain, JsonNode health) {
    List<String> targets = new ArrayList<>();
    if (chain.hasNonNull("primaryProvider")) {
      targets.add(name(chain.path("primaryProvider"), chain.path("primaryModel")));
    }
    for (JsonNode fallback : chain.path("fallbackProviders")) {
      targets.add(name(fallback.path("provider"), fallback.path("model")));
    }
    if (targets.isEmpty()) {
      return "none, no chain is configured";
    }
    return targets.stream()
        .filter(target -> !isOpen(target, health))
        .findFirst()
        .orElse("none, every circuit is open");
  }

  private static boolean isOpen(String target, JsonNode health) {
    for (JsonNode provider : health.path("providers")) {
      if (whole(provider).equals(target)) {
        return provider.path("circuitState").asString("").equals("open");
      }
    }
    return false;
  }

  /** A tenant's own provider may have the name of a shared one. */
  private static String whole(JsonNode health) {
    String owner = health.path("tenant").asString("");
    return (owner.isEmpty() ? "" : owner + ":")
        + name(health.path("provider"), health.path("model"));
  }

  private static String name(JsonNode provider, JsonNode model) {
    return provider.asString("") + "/" + model.asString("");
  }
}
