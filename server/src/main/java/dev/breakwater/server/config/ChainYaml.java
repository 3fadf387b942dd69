package dev.breakwater.server.config;

import dev.breakwater.gateway.settings.Answering;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.Choice;
import dev.breakwater.gateway.settings.Hedging;
import dev.breakwater.gateway.settings.RouteSettings;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Timeouts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes chains and routes as {@link ChainSection} reads them. */
final class ChainYaml {
  private static final int SHARE_DIGITS = 9;

  private final Set<String> providers;
  private final Map<String, String> comments;

  /**
   * @param providers names that targets may begin with; others are left out, and that is told
   * @param comments takes what is told, by path
   */
  ChainYaml(Set<String> providers, Map<String, String> comments) {
    this.providers = providers;
    this.comments = comments;
  }

  /**
   * @param path of what the chains are written into, ending in a dot where it is not empty
   */
  void chains(Collection<ChainSettings> chains, ObjectNode to, String path) {
    ObjectNode section = to.objectNode();
    for (ChainSettings chain : chains) {
      String place = path + "chains." + chain.environment();
      List<RouteTarget> targets = known(chain.targets(), place);
      if (!targets.isEmpty()) {
        chain(chain, targets, section.putObject(chain.environment()));
      }
    }
    if (!section.isEmpty()) {
      to.set("chains", section);
    }
  }

  private static void chain(ChainSettings chain, List<RouteTarget> targets, ObjectNode to) {
    RouteTarget primary = targets.getFirst();
    String name = YamlText.literal(primary.target().toString());
    if (primary.weight() == 1) {
      to.put("primary", name);
    } else {
      to.putObject("primary").put("target", name).put("weight", primary.weight());
    }
    if (targets.size() > 1) {
      ArrayNode fallbacks = to.putArray("fallbacks");
      for (RouteTarget fallback : targets.subList(1, targets.size())) {
        target(fallback, fallbacks.size() + 1, fallbacks);
      }
    }
    attempts(chain.attempts(), AttemptSettings.DEFAULT, to);
  }

  /**
   * @param inherited what a route leaves out
   * @param path of what the routes are written into, ending in a dot where it is not empty
   */
  void routes(List<RouteSettings> routes, AttemptSettings inherited, ObjectNode to, String path) {
    ObjectNode section = to.objectNode();
    for (RouteSettings route : routes) {
      List<RouteTarget> targets = known(route.targets(), path + "routes." + route.name());
      if (!targets.isEmpty()) {
        ObjectNode one = section.putObject(route.name());
        ArrayNode list = one.putArray("targets");
        boolean inOrder = route.attempts().choice().strategy() == Choice.Strategy.PRIORITY;
        targets.forEach(target -> target(target, inOrder ? list.size() : 0, list));
        attempts(route.attempts(), inherited, one);
      }
    }
    if (!section.isEmpty()) {
      to.set("routes", section);
    }
  }

  private List<RouteTarget> known(List<RouteTarget> targets, String place) {
    List<RouteTarget> known = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (RouteTarget target : targets) {
      if (providers.contains(target.target().provider())) {
        known.add(target);
      } else {
        others.add(target.target().toString());
      }
    }
    if (!others.isEmpty()) {
      comments.put(
          known.isEmpty() ? "" : place,
          (known.isEmpty() ? place + " has no target left: " : "Left out, ")
              + String.join(", ", others)
              + ": the provider was deleted or switched off.");
    }
    return known;
  }

  private static void target(RouteTarget target, int usualLevel, ArrayNode to) {
    String name = YamlText.literal(target.target().toString());
    if (target.level() == usualLevel && target.weight() == 1) {
      to.add(name);
      return;
    }
    ObjectNode one = to.addObject().put("target", name);
    if (target.weight() != 1) {
      one.put("weight", target.weight());
    }
    if (target.level() != usualLevel) {
      one.put("priority", target.level());
    }
  }

  private static void attempts(AttemptSettings its, AttemptSettings usual, ObjectNode to) {
    if (its.retries().maxRetries() != usual.retries().maxRetries()) {
      to.put("maxRetries", its.retries().maxRetries());
    }
    put(to, "retryDelay", its.retries().retryDelay(), usual.retries().retryDelay());
    put(to, "retryAfterWait", its.retries().retryAfterWait(), usual.retries().retryAfterWait());
    if (its.circuit().threshold() != usual.circuit().threshold()) {
      to.put("circuitBreakerThreshold", its.circuit().threshold());
    }
    put(to, "circuitBreakerResetTime", its.circuit().resetTime(), usual.circuit().resetTime());
    timeouts(its.timeouts(), usual.timeouts(), to);
    answering(its.answering(), usual.answering(), to);
    put(to, "strategy", its.choice().strategy(), usual.choice().strategy());
    put(to, "affinity", its.choice().affinity(), usual.choice().affinity());
  }

  /** What is left out shrinks to the total, and so does what is longer than it. */
  private static void timeouts(Timeouts its, Timeouts usual, ObjectNode to) {
    ObjectNode section = to.objectNode();
    Duration total = its.total();
    put(section, "connect", least(its.connect(), total), least(usual.connect(), total));
    put(section, "firstByte", least(its.firstByte(), total), least(usual.firstByte(), total));
    put(section, "idle", least(its.idle(), total), least(usual.idle(), total));
    put(section, "attempt", least(its.attempt(), total), least(usual.attempt(), total));
    put(section, "total", total, usual.total());
    if (!section.isEmpty()) {
      to.set("timeouts", section);
    }
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static void answering(Answering its, Answering usual, ObjectNode to) {
    put(to, "wholeAnswers", its.wholeAnswers(), usual.wholeAnswers());
    put(to, "brokenStream", its.brokenStream(), usual.brokenStream());
    put(to, "onContentPolicy", its.onContentPolicy(), usual.onContentPolicy());
    if (!its.hedging().equals(usual.hedging())) {
      switch (its.hedging()) {
        case Hedging.Off _ -> to.put("hedge", "off");
        case Hedging.AfterP95 after ->
            to.putObject("hedge")
                .put("after", "p95")
                .put(
                    "costShare",
                    BigDecimal.valueOf(after.costShare())
                        .setScale(SHARE_DIGITS, RoundingMode.HALF_UP)
                        .stripTrailingZeros());
      }
    }
  }

  private static void put(ObjectNode to, String key, Enum<?> its, Enum<?> usual) {
    if (its != usual) {
      to.put(key, Section.word(its));
    }
  }

  private static void put(ObjectNode to, String key, Duration its, Duration usual) {
    if (!its.equals(usual)) {
      to.put(key, Quantities.show(its));
    }
  }
}
