package dev.breakwater.operations.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.Transactions;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.Revisions;
import dev.breakwater.operations.changes.Topic;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FlagsTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final FlagValue OFF = new FlagValue.Switch(false);
  private static final FlagValue ON = new FlagValue.Switch(true);

  private final Kept kept = new Kept();
  private final List<Change> recorded = new ArrayList<>();
  private boolean auditFails;
  private final Changes changes =
      new Changes(
          kept,
          change -> {
            if (auditFails) {
              throw new StoreUnavailable("the audit is away");
            }
            recorded.add(change);
          },
          new Revisions() {
            @Override
            public void raise(Topic topic) {
              assertThat(topic).isEqualTo(Topic.FLAGS);
            }

            @Override
            public Map<Topic, Long> current() {
              return Map.of();
            }
          });

  private Flags flags(Map<String, Flag> below) {
    return Flags.open(kept, changes, CLOCK, below);
  }

  private static Map<String, Flag> file(String name, FlagValue value) {
    return Map.of(name, new Flag(name, value, Flag.Source.FILE));
  }

  private static FlagValue value(Flags flags, String name) {
    return Objects.requireNonNull(flags.all().get(name)).value();
  }

  private static Map<String, Optional<FlagValue>> set(String name, FlagValue value) {
    return Map.of(name, Optional.of(value));
  }

  @Test
  void modelsMayBeCalledUnlessSomebodySaysNo() {
    assertThat(flags(Map.of()).generation()).isTrue();
    assertThat(flags(file(Flag.GENERATION, OFF)).generation()).isFalse();

    Flags flags = flags(Map.of());
    flags.change(Actor.SYSTEM, set(Flag.GENERATION, OFF));
    assertThat(flags.generation()).isFalse();
    flags.change(Actor.SYSTEM, Map.of(Flag.GENERATION, Optional.empty()));
    assertThat(flags.generation()).isTrue();
  }

  @Test
  void theApiWinsOverTheFileUntilItIsTakenBack() {
    Flags flags = flags(file("GREETING", new FlagValue.Text("hello")));
    flags.change(Actor.SYSTEM, set("GREETING", new FlagValue.Text("good day")));
    assertThat(flags.all().get("GREETING"))
        .isEqualTo(new Flag("GREETING", new FlagValue.Text("good day"), Flag.Source.API));
    assertThat(flags.shadowed()).containsExactly("GREETING");

    flags.takeUp(file("GREETING", new FlagValue.Text("hi")));
    assertThat(value(flags, "GREETING")).isEqualTo(new FlagValue.Text("good day"));

    flags.change(Actor.SYSTEM, Map.of("GREETING", Optional.empty()));
    assertThat(flags.all().get("GREETING"))
        .isEqualTo(new Flag("GREETING", new FlagValue.Text("hi"), Flag.Source.FILE));
    assertThat(flags.shadowed()).isEmpty();
  }

  @Test
  void anEarlierLifesChangesHold() {
    flags(Map.of()).change(Actor.SYSTEM, set("LLM_JUDGES_ENABLED", ON));

    assertThat(flags(Map.of()).all().get("LLM_JUDGES_ENABLED"))
        .isEqualTo(new Flag("LLM_JUDGES_ENABLED", ON, Flag.Source.API));
  }

  @Test
  void whatAnotherNodeChangedHoldsAfterReading() {
    Flags here = flags(Map.of());
    flags(Map.of()).change(Actor.SYSTEM, set(Flag.GENERATION, OFF));
    assertThat(here.generation()).isTrue();

    here.reload();
    assertThat(here.generation()).isFalse();
  }

  @Test
  void everyChangeIsRecordedWithWhatWasBefore() {
    Flags flags = flags(file("SHARE", new FlagValue.Decimal(new BigDecimal("0.50"))));
    Map<String, Optional<FlagValue>> two = new LinkedHashMap<>();
    two.put("SHARE", Optional.of(new FlagValue.Decimal(BigDecimal.ONE)));
    two.put(Flag.GENERATION, Optional.of(OFF));
    flags.change(Actor.SYSTEM, two);
    flags.change(Actor.SYSTEM, two);

    assertThat(recorded).hasSize(2).extracting(Change::action).containsOnly("flag.set");
    Change share =
        recorded.stream().filter(it -> it.object().equals("SHARE")).findFirst().orElseThrow();
    assertThat(share.before()).isEqualTo("{\"value\":0.5,\"source\":\"file\"}");
    assertThat(share.after()).isEqualTo("{\"value\":1,\"source\":\"api\"}");
  }

  @Test
  void nothingHoldsThatCouldNotBeRecorded() {
    Flags flags = flags(Map.of());
    auditFails = true;

    assertThatThrownBy(() -> flags.change(Actor.SYSTEM, set(Flag.GENERATION, OFF)))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(flags.generation()).isTrue();
    assertThat(kept.all()).isEmpty();
  }

  @Test
  void oneWrongFlagLeavesAllAsTheyWere() {
    Flags flags = flags(file("KNOWN", ON));
    Map<String, Optional<FlagValue>> wanted = new LinkedHashMap<>();
    wanted.put("KNOWN", Optional.of(OFF));
    wanted.put("UNKNOWN", Optional.of(OFF));
    wanted.put("lower", Optional.of(OFF));
    wanted.put(Flag.GENERATION, Optional.of(new FlagValue.Text("perhaps")));

    FlagAnswer answer = flags.change(Actor.SYSTEM, wanted);

    assertThat(((FlagAnswer.Refused) answer).wrongs())
        .extracting(FlagAnswer.Wrong::name)
        .containsExactlyInAnyOrder("UNKNOWN", "lower", Flag.GENERATION);
    assertThat(value(flags, "KNOWN")).isEqualTo(ON);
    assertThat(kept.all()).isEmpty();
  }

  @Test
  void aSwitchIsOneHoweverItIsWritten() {
    Flags flags = flags(Map.of());
    flags.change(Actor.SYSTEM, set(Flag.GENERATION, new FlagValue.Text("Off")));

    assertThat(value(flags, Flag.GENERATION)).isEqualTo(OFF);
  }

  @Test
  void thereAreNotMoreThanSoMany() {
    Flags flags = flags(Map.of());
    Map<String, Optional<FlagValue>> many =
        IntStream.rangeClosed(0, Flags.MOST)
            .boxed()
            .collect(Collectors.toMap(n -> "LLM_" + n + "_ENABLED", _ -> Optional.of(ON)));

    assertThat(flags.change(Actor.SYSTEM, many)).isInstanceOf(FlagAnswer.Refused.class);
    many.remove("LLM_0_ENABLED");
    assertThat(flags.change(Actor.SYSTEM, many)).isInstanceOf(FlagAnswer.Changed.class);
  }

  @Test
  void aFlagThatTheFileDeclaresNoMoreCanStillBeTakenBack() {
    Flags flags = flags(file("OLD", ON));
    flags.change(Actor.SYSTEM, set("OLD", OFF));
    flags.takeUp(Map.of());
    assertThat(flags.all()).doesNotContainKey("OLD");

    assertThat(flags.change(Actor.SYSTEM, Map.of("OLD", Optional.empty())))
        .isInstanceOf(FlagAnswer.Changed.class);
    assertThat(kept.all()).isEmpty();
  }

  @Test
  void valuesAreBounded() {
    assertThat(FlagValue.of("1.50").json()).isEqualTo("1.5");
    assertThat(FlagValue.of("300").json()).isEqualTo("300");
    assertThat(FlagValue.of("true").json()).isEqualTo("true");
    assertThat(new FlagValue.Text("a\"b\\\n").json()).isEqualTo("\"a\\\"b\\\\\\u000a\"");
    assertThatThrownBy(() -> FlagValue.of("x".repeat(FlagValue.LONGEST + 1)))
        .hasMessageContaining("longer than 1000 characters");
    assertThatThrownBy(() -> FlagValue.of("1".repeat(40))).hasMessageContaining("30 digits");
    assertThatThrownBy(() -> new FlagValue.Decimal(new BigDecimal("1e999999999")))
        .hasMessageContaining("30 digits");
  }

  /** Keeps flags in memory, and forgets what a transaction did that throws. */
  private static final class Kept implements FlagStore, Transactions {
    private Map<String, FlagValue> values = new HashMap<>();

    @Override
    public <T extends @Nullable Object> T inOne(Supplier<T> work) {
      Map<String, FlagValue> before = new HashMap<>(values);
      try {
        return work.get();
      } catch (RuntimeException e) {
        values = before;
        throw e;
      }
    }

    @Override
    public Map<String, FlagValue> all() {
      return Map.copyOf(values);
    }

    @Override
    public void put(String name, FlagValue value, Instant at) {
      values.put(name, value);
    }

    @Override
    public boolean delete(String name) {
      return values.remove(name) != null;
    }
  }
}
