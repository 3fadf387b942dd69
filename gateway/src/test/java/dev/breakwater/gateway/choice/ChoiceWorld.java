package dev.breakwater.gateway.choice;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.price.Priced;
import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.Choice;
import dev.breakwater.gateway.settings.Choice.Affinity;
import dev.breakwater.gateway.settings.Choice.Strategy;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.size.PromptMedia;
import dev.breakwater.wire.size.PromptSize;
import dev.breakwater.wire.size.Script;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A chooser with the figures, prices and time that a test gives it. */
final class ChoiceWorld implements Timekeeper {
  final Map<Target, Speed> speeds = new HashMap<>();
  final Map<Target, Price> prices = new HashMap<>();
  final Chooser chooser;
  long nanos = 1;
  int read;

  ChoiceWorld(long seed) {
    chooser =
        new Chooser(
            new Random(seed),
            this,
            target -> {
              read++;
              return speeds.getOrDefault(target, new Speed(Speed.UNKNOWN, Speed.UNKNOWN));
            },
            new ExpectedCosts(target -> Optional.ofNullable(prices.get(target))));
  }

  static Candidate candidate(String target, int level, int weight) {
    return new Candidate(new RouteTarget(Target.parse(target), level, weight), 0, level < 0);
  }

  static Candidate equal(String target) {
    return candidate(target, 0, 1);
  }

  static RoutePlan plan(Strategy strategy, Affinity affinity, List<Candidate> candidates) {
    return new RoutePlan(
        "auto", candidates, AttemptSettings.DEFAULT.with(new Choice(strategy, affinity)));
  }

  static RoutePlan plan(Strategy strategy, Candidate... candidates) {
    return plan(strategy, Affinity.OFF, Arrays.asList(candidates));
  }

  static RoutePlan bySession(Candidate... candidates) {
    return plan(Strategy.PRIORITY, Affinity.SESSION, Arrays.asList(candidates));
  }

  void speed(String target, @Nullable Integer firstTokenMillis, @Nullable Integer answerMillis) {
    speeds.put(
        Target.parse(target),
        Speed.of(
            Optional.ofNullable(firstTokenMillis).map(Duration::ofMillis),
            Optional.ofNullable(answerMillis).map(Duration::ofMillis)));
  }

  /** In nano-dollars a million tokens. */
  void price(String target, long input, long output) {
    prices.put(Target.parse(target), Priced.at(input, output, input, input, output, "test"));
  }

  List<String> order(RoutePlan plan) {
    return order(plan, new Question(0, -1, null, true), null);
  }

  List<String> order(RoutePlan plan, Ask ask, @Nullable String session) {
    return chooser.choose(plan, ask, key("acme", "key_1"), session).candidates().stream()
        .map(it -> it.target().toString())
        .toList();
  }

  String first(RoutePlan plan) {
    return order(plan).getFirst();
  }

  String firstOfSession(RoutePlan plan, String session) {
    return order(plan, new Question(0, -1, null, true), session).getFirst();
  }

  static VirtualKey key(String tenant, String id) {
    return new VirtualKey(id, id, tenant, "production", Set.of(VirtualKey.Scope.INFERENCE));
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public long epochMillis() {
    return 0;
  }

  @Override
  public Alarm at(long atNanos, Runnable task) {
    throw new UnsupportedOperationException("choosing waits for nothing");
  }

  /**
   * What a client asks, as far as choosing looks at it.
   *
   * @param bytes of the body
   */
  record Question(int bytes, long maxTokens, @Nullable String user, boolean isConversation)
      implements Ask {
    @Override
    public Protocol protocol() {
      return Protocol.OPENAI;
    }

    @Override
    public byte[] body() {
      return new byte[bytes];
    }

    /** Four bytes a token. */
    @Override
    public PromptSize size() {
      return new PromptSize(250L * bytes, Script.LATIN, PromptMedia.NONE);
    }

    @Override
    public @Nullable String model() {
      return null;
    }

    @Override
    public boolean stream() {
      return false;
    }

    @Override
    public boolean wantsReasoning() {
      return false;
    }

    @Override
    public Conversation conversation() {
      throw new UnsupportedOperationException("choosing reads no conversation");
    }
  }
}
