package dev.breakwater.server.imports;

import dev.breakwater.server.config.ConfigurationLoader;
import dev.breakwater.server.config.LoadOptions;
import dev.breakwater.server.config.Loaded;
import dev.breakwater.server.config.YamlText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns a {@code config.yaml} of LiteLLM's proxy into a {@code breakwater.yaml}. */
public final class LiteLlmImport {
  private static final int MOST_INCLUDES = 50;

  private final Remarks remarks = new Remarks();
  private final Secrets secrets = new Secrets();
  private final String file;
  private final Part.Keyed root;
  private final Map<String, String> comments = new LinkedHashMap<>();

  private LiteLlmImport(String file, Part.Keyed root) {
    this.file = file;
    this.root = root;
  }

  /** Reads files that the first one includes. */
  public interface Includes {
    /**
     * @throws IOException when there is none, with a sentence
     */
    String read(String name) throws IOException;
  }

  /**
   * What came of it.
   *
   * @param yaml a configuration that loads once its variables are set
   * @param variables those that it refers to
   * @param models how many entries of {@code model_list} there are, and are taken
   */
  public record Imported(String yaml, Set<String> variables, List<Remark> remarks, Models models) {}

  /** How many models there are, and how many of them requests can go to. */
  public record Models(int given, int taken) {}

  /**
   * @param file the name that errors and comments show
   * @throws IOException with sentences for people: it cannot be read, or nothing of it can be taken
   */
  public static Imported of(String file, String text, Includes includes) throws IOException {
    try {
      Part.Keyed root = PartReader.read(file, text);
      return new LiteLlmImport(file, including(root, includes)).run();
    } catch (PartReader.Unreadable unreadable) {
      throw new IOException(unreadable.getMessage(), unreadable);
    }
  }

  /** Lists of included files are added to those that are there, everything else replaces. */
  private static Part.Keyed including(Part.Keyed root, Includes includes)
      throws IOException, PartReader.Unreadable {
    Map<String, Part> all = new LinkedHashMap<>(root.entries());
    List<Part> names = root.list("include");
    if (names.size() > MOST_INCLUDES) {
      throw new PartReader.Unreadable("include: more than " + MOST_INCLUDES + " files");
    }
    for (Part name : names) {
      if (name instanceof Part.Word word) {
        PartReader.read(word.text(), includes.read(word.text()))
            .entries()
            .forEach((key, part) ->
                all.merge(
                    key,
                    part,
                    (one, other) ->
                        one instanceof Part.Listed a && other instanceof Part.Listed b
                            ? new Part.Listed(a.line(), joined(a.parts(), b.parts()))
                            : other));
      }
    }
    return new Part.Keyed(root.line(), all);
  }

  private static List<Part> joined(List<Part> one, List<Part> other) {
    List<Part> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  private Imported run() throws IOException {
    List<Part> given = root.list("model_list");
    DeploymentReader reader = new DeploymentReader(secrets, remarks, credentials());
    List<Deployment> deployments = given.stream().flatMap(it -> reader.read(it).stream()).toList();
    if (deployments.isEmpty()) {
      throw new IOException(
          file
              + ": no model of it can be taken over"
              + (given.isEmpty() ? "; model_list is empty" : ""));
    }
    GeneralSettings general = new GeneralSettings(root, secrets, remarks);
    ProviderList providers = new ProviderList(deployments);
    Map<String, List<Deployment>> groups = groups(deployments, providers);
    Fallbacks fallbacks = new Fallbacks(remarks, known(groups));
    fallbacks.read(root.section("litellm_settings"), "litellm_settings");
    fallbacks.read(root.section("router_settings"), "router_settings");
    RoutePlan plan = new RoutePlan(aliased(groups), providers, fallbacks, general.strategy());

    ObjectNode yaml = JsonMapper.shared().createObjectNode();
    if (general.logsAreJson()) {
      yaml.putObject("logs").put("format", "json");
    }
    yaml.set("providers", providers.yaml());
    chain(groups, fallbacks, plan, general)
        .ifPresent(it -> yaml.putObject("chains").set("production", it));
    ObjectNode routes = JsonMapper.shared().createObjectNode();
    groups.forEach((group, all) -> {
      routes.set(group, plan.route(group));
      comments.put("routes." + group, file + ":" + all.getFirst().at().line());
    });
    aliases()
        .forEach((alias, group) -> {
          if (groups.containsKey(group)) {
            routes.set(alias, plan.route(group));
          }
        });
    if (!routes.isEmpty()) {
      yaml.set("routes", routes);
    }
    general.masterKey().ifPresent(it -> yaml.putArray("keys").add(it));
    general.remark();
    String text = header() + YamlText.write(yaml, comments);
    check(text);
    return new Imported(
        text, secrets.variables(), remarks.all(), new Models(given.size(), deployments.size()));
  }

  private Map<String, Part.Keyed> credentials() {
    Map<String, Part.Keyed> credentials = new TreeMap<>();
    for (Part part : root.list("credential_list")) {
      if (part instanceof Part.Keyed entry) {
        entry
            .text("credential_name")
            .ifPresent(it -> credentials.put(it, entry.section("credential_values")));
      }
    }
    return credentials;
  }

  /** By the name that clients ask for; those that pass any name on need no route. */
  private Map<String, List<Deployment>> groups(
      List<Deployment> deployments, ProviderList providers) {
    Map<String, List<Deployment>> groups = new LinkedHashMap<>();
    for (Deployment deployment : deployments) {
      if (deployment.isWildcard()) {
        wildcard(deployment, providers.name(deployment.upstream()));
      } else {
        groups.computeIfAbsent(deployment.group(), _ -> new ArrayList<>()).add(deployment);
      }
    }
    return groups;
  }

  private void wildcard(Deployment deployment, String provider) {
    String group = deployment.group();
    String subject = "model " + group;
    if (group.equals(provider + "/*")) {
      remarks.taken(deployment.at(), subject, "any " + provider + "/… is passed on by itself");
    } else {
      remarks.approximated(
          deployment.at(),
          subject,
          "clients ask for " + provider + "/… instead, or for a model that it is known to have");
    }
  }

  private Map<String, String> aliases() {
    Map<String, String> aliases = new LinkedHashMap<>();
    root.section("router_settings")
        .section("model_group_alias")
        .entries()
        .forEach((alias, part) ->
            aliases.put(
                alias,
                switch (part) {
                  case Part.Word word -> word.text();
                  case Part.Keyed keyed -> keyed.text("model").orElse("");
                  case Part.Listed _ -> "";
                }));
    return aliases;
  }

  private Set<String> known(Map<String, List<Deployment>> groups) {
    Set<String> known = new LinkedHashSet<>(groups.keySet());
    known.addAll(aliases().keySet());
    return known;
  }

  private Map<String, List<Deployment>> aliased(Map<String, List<Deployment>> groups) {
    Map<String, List<Deployment>> all = new LinkedHashMap<>(groups);
    aliases()
        .forEach((alias, group) -> {
          List<Deployment> same = groups.get(group);
          if (same != null) {
            all.putIfAbsent(alias, same);
          }
        });
    return all;
  }

  /** For {@code auto}, which LiteLLM does not know, and for the settings that routes take over. */
  private Optional<ObjectNode> chain(
      Map<String, List<Deployment>> groups,
      Fallbacks fallbacks,
      RoutePlan plan,
      GeneralSettings general) {
    if (groups.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>(List.of(groups.keySet().iterator().next()));
    names.addAll(fallbacks.usual());
    List<String> targets = plan.targetsOf(names);
    ObjectNode chain = JsonMapper.shared().createObjectNode().put("primary", targets.getFirst());
    ArrayNode others = JsonMapper.shared().createArrayNode();
    targets.stream().skip(1).forEach(others::add);
    if (!others.isEmpty()) {
      chain.set("fallbacks", others);
    }
    chain.setAll(general.chain());
    comments.put("chains", "Taken by requests for 'auto'; routes take over what they leave out.");
    return Optional.of(chain);
  }

  private String header() {
    StringBuilder header = new StringBuilder();
    header.append("# Made of LiteLLM's ").append(file.replaceAll("\\s", " ")).append(".\n");
    if (!secrets.variables().isEmpty()) {
      header.append("# Set these variables before the start:\n");
      secrets.variables().forEach(name -> header.append("#   ").append(name).append('\n'));
    }
    return header.append('\n').toString();
  }

  /** What comes out has to load: with any values of its variables that could be right. */
  private void check(String yaml) throws IOException {
    Map<String, String> environment = new TreeMap<>();
    for (String name : secrets.variables()) {
      environment.put(
          name,
          yaml.contains("baseUrl: ${" + name + "}") || yaml.contains("{" + name + "}/")
              ? "http://127.0.0.1:9/v1"
              : "some-value-of-" + name.toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    }
    Loaded loaded =
        new ConfigurationLoader(environment, LoadOptions.NONE).load("breakwater.yaml", yaml);
    if (loaded instanceof Loaded.Rejected rejected) {
      throw new IOException(
          file
              + ": what it says cannot stand in a breakwater.yaml:\n  "
              + String.join("\n  ", rejected.problems().stream().map(Object::toString).toList()));
    }
  }
}
