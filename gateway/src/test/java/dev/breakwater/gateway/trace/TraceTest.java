package dev.breakwater.gateway.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TraceTest {
  private static final Target GOOGLE = new Target("google", "gemini-1.5-flash");
  private static final Target OPENAI = new Target("openai", "gpt-4o-mini");
  private static final Target ANTHROPIC = new Target("anthropic", "claude-3-haiku");
  private static final List<PlanText.Place> PLACES =
      List.of(
          new PlanText.Place(new RouteTarget(ANTHROPIC, -1, 1), true),
          new PlanText.Place(new RouteTarget(GOOGLE, 0, 3), false),
          new PlanText.Place(new RouteTarget(OPENAI, 2, 1), false));
  private static final PlanText PLAN = PlanText.of("weighted", PLACES);

  @Test
  void whatIsWrittenIsReadAgain() {
    KeptTrace kept =
        new TraceWriter(PLAN)
            .skipped(ANTHROPIC, "circuit_open", 4_000)
            .called(GOOGLE, 1, "closed", "first")
            .waited(GOOGLE, 250)
            .called(GOOGLE, 2, "half_open", "probe")
            .skipped(GOOGLE, "declined", 0)
            .called(OPENAI, 3, "closed", "first")
            .done(3);
    Trace trace = read(kept);
    assertThat(trace.strategy()).isEqualTo("weighted");
    assertThat(trace.candidates()).isEqualTo(PLACES);
    assertThat(trace.steps())
        .containsExactly(
            new Trace.Step.Skipped(ANTHROPIC, "circuit_open", 4_000),
            new Trace.Step.Called(GOOGLE, 1, "closed", "first"),
            new Trace.Step.Waited(GOOGLE, 250),
            new Trace.Step.Called(GOOGLE, 2, "half_open", "probe"),
            new Trace.Step.Skipped(GOOGLE, "declined", 0),
            new Trace.Step.Called(OPENAI, 3, "closed", "first"));
    assertThat(trace.winner()).contains(new Trace.Step.Called(OPENAI, 3, "closed", "first"));
    assertThat(trace.candidatesLeftOut()).isZero();
    assertThat(trace.stepsLeftOut()).isZero();
  }

  @Test
  void aRequestAnsweredAtOnceHasItsTraceReady() {
    KeptTrace ready = PLAN.answeredAtOnce(GOOGLE);
    assertThat(ready)
        .isEqualTo(new TraceWriter(PLAN).called(GOOGLE, 1, "closed", "first").done(1))
        .isSameAs(PLAN.answeredAtOnce(GOOGLE));
    assertThat(PLAN.answeredAtOnce(OPENAI)).isNotEqualTo(ready);
    assertThat(PLAN.answeredAtOnce(new Target("openai", "other"))).isNull();
  }

  @Test
  void threeCandidatesAndOneCallTakeAboutAHundredBytes() {
    KeptTrace kept = new TraceWriter(PLAN).called(GOOGLE, 1, "closed", "first").done(1);
    assertThat(kept.length()).isLessThan(128);
  }

  @Test
  void aRequestThatNobodyAnsweredHasNoWinner() {
    Trace trace = read(new TraceWriter(PLAN).called(GOOGLE, 1, "closed", "first").done(0));
    assertThat(trace.answered()).isZero();
    assertThat(trace.winner()).isEmpty();
    assertThat(read(new TraceWriter(PLAN).done(0)).steps()).isEmpty();
  }

  @Test
  void namesThatCallersMakeUpBreakNoLineAndTakeBoundedRoom() {
    Target hostile = new Target("openai", "a\tb\nc\rd\\n — 無");
    Target endless = new Target("openai", "無".repeat(100_000));
    PlanText plan =
        PlanText.of(
            "priority",
            List.of(
                new PlanText.Place(new RouteTarget(hostile, -1), true),
                new PlanText.Place(new RouteTarget(endless, 0), false)));
    Trace trace =
        read(
            new TraceWriter(plan)
                .called(hostile, 1, "closed", "first")
                .called(endless, 2, "closed", "first")
                .done(2));
    assertThat(trace.candidates().getFirst().target().target()).isEqualTo(hostile);
    assertThat(trace.steps().getFirst().target()).isEqualTo(hostile);
    Target cut = trace.steps().getLast().target();
    assertThat(cut.model()).isEqualTo("無".repeat(128) + "…");
  }

  @Test
  void aStepAtATargetThatIsNotListedNamesIt() {
    Target other = new Target("mistral", "new\nline");
    Trace trace =
        read(
            new TraceWriter(PLAN)
                .skipped(other, "throttled", 7)
                .called(other, 1, "closed", "first")
                .waited(other, 9)
                .done(1));
    assertThat(trace.steps())
        .containsExactly(
            new Trace.Step.Skipped(other, "throttled", 7),
            new Trace.Step.Called(other, 1, "closed", "first"),
            new Trace.Step.Waited(other, 9));
  }

  @Test
  void whatFindsNoRoomIsCountedAndTheWinnerStays() {
    List<PlanText.Place> many =
        IntStream.range(0, 100)
            .mapToObj(number ->
                new PlanText.Place(
                    new RouteTarget(new Target("provider" + number, "m".repeat(90)), number),
                    false))
            .toList();
    TraceWriter writer = new TraceWriter(PlanText.of("priority", many));
    for (int number = 1; number <= 200; number++) {
      writer.called(many.get(number % 100).target().target(), number, "closed", "retry");
    }
    KeptTrace kept = writer.done(200);
    assertThat(kept.length()).isLessThanOrEqualTo(KeptTrace.LARGEST);
    Trace trace = read(kept);
    assertThat(trace.candidates().size() + trace.candidatesLeftOut()).isEqualTo(100);
    assertThat(trace.steps().size() + trace.stepsLeftOut()).isEqualTo(200);
    assertThat(trace.candidates())
        .isNotEmpty()
        .isEqualTo(many.subList(0, trace.candidates().size()));
    assertThat(trace.steps().size()).isGreaterThan(5);
    assertThat(trace.answered()).isEqualTo(200);
  }

  @Test
  void whatIsNoTraceOrANewerOneIsNotRead() {
    String text = new TraceWriter(PLAN).called(GOOGLE, 1, "closed", "first").done(1).text();
    assertThat(Trace.read("9" + text.substring(1))).isEmpty();
    for (String wrong :
        List.of("", "1", "1\tpriority\n", "{}", text + "z\t0\n", text + "w\t9\t1\n")) {
      assertThat(Trace.read(wrong)).as(wrong).isEmpty();
    }
  }

  @Test
  void aTraceThatIsTooLongIsRefused() {
    assertThatThrownBy(() -> KeptTrace.of("x".repeat(KeptTrace.LARGEST + 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bytesComeBackAsTheyWereCopied() {
    KeptTrace kept = KeptTrace.of("1\tpriority\n無\n");
    byte[] bytes = new byte[kept.length() + 5];
    kept.copyTo(bytes, 3);
    assertThat(KeptTrace.of(bytes, 3, kept.length())).isEqualTo(kept).hasToString(kept.text());
    assertThat(kept.text().getBytes(StandardCharsets.UTF_8)).hasSize(kept.length());
  }

  private static Trace read(KeptTrace kept) {
    Optional<Trace> trace = Trace.read(kept.text());
    assertThat(trace).as(kept.text()).isPresent();
    return trace.get();
  }
}
