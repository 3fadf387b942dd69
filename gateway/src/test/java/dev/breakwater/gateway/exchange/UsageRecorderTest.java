package dev.breakwater.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.access.Access;
import dev.breakwater.gateway.access.Credentials;
import dev.breakwater.gateway.access.KeyHash;
import dev.breakwater.gateway.access.KeyRing;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.access.WrongKeys;
import dev.breakwater.gateway.attempt.Attempts;
import dev.breakwater.gateway.attempt.Decision;
import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.gateway.choice.Chooser;
import dev.breakwater.gateway.choice.ExpectedCosts;
import dev.breakwater.gateway.choice.Speed;
import dev.breakwater.gateway.concurrent.HeavyWork;
import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.price.Priced;
import dev.breakwater.gateway.provider.Answer;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Chat;
import dev.breakwater.gateway.provider.Fault;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.provider.PassOn;
import dev.breakwater.gateway.provider.Refusal;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.gateway.route.RoutingTable;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.simulation.Fluent;
import dev.breakwater.gateway.simulation.Plans;
import dev.breakwater.gateway.trace.Trace;
import dev.breakwater.gateway.usage.AttemptBegan;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.JournalFull;
import dev.breakwater.gateway.usage.Progress;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.gateway.usage.UsageLog;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Header;
import dev.breakwater.wire.format.Protocol;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is written down of an exchange, however it ends. */
class UsageRecorderTest {
  private static final String KEY = "bw_a-good-key-0123456789";
  private static final byte[] PEPPER = new byte[32];
  private static final Price PRICE =
      Priced.at(1_000_000_000L, 2_000_000_000L, 0, 0, 2_000_000_000L, "test");
  private static final long ARRIVED = 1_800_000_000_000L;

  private final Written written = new Written();
  private final FakeClient client = new FakeClient();
  private final Deque<Outcome> script = new ArrayDeque<>();
  private final List<Target> called = new ArrayList<>();
  private long nanos = 1_000_000_000L;
  private String key = KEY;
  private boolean priced = true;
  private boolean generating = true;

  private static Outcome.Answered answered(Tokens tokens) {
    return new Outcome.Answered(new Answer(new byte[0], List.of(), tokens, 1_000_000_000L));
  }

  private static Outcome failed(Tokens soFar) {
    return new Outcome.Failed(
        new Fault.Silent("first_byte_timeout", "silent " + "x".repeat(900)), soFar);
  }

  private RequestEnded exchange(Outcome... outcomes) {
    script.addAll(List.of(outcomes));
    Timekeeper time = new FakeTime();
    KeyHash.Hasher hasher = new KeyHash.Hasher(PEPPER);
    VirtualKey virtual =
        new VirtualKey("k1", "app", "acme", "staging", Set.of(VirtualKey.Scope.INFERENCE));
    KeyRing ring = new KeyRing(Map.of(hasher.hash(KEY), virtual));
    Services services =
        new Services(
            time,
            new Access(() -> ring, hasher, false, new WrongKeys(time, 1), time),
            tenant -> new RoutingTable(settings(), vendor -> List.of()),
            new Chooser(
                new Random(2),
                time,
                target -> Speed.of(Optional.empty(), Optional.empty()),
                new ExpectedCosts(target -> Optional.empty())),
            new Attempts(
                new TargetHealths(time),
                target ->
                    new Fluent((call, sink) -> {
                      nanos += 5_000_000;
                      called.add(call.target());
                      return script.removeFirst();
                    }),
                (ask, target) -> OptionalLong.empty(),
                body -> {
                  throw new AssertionError("nobody hedges here");
                },
                new Random(1)),
            (target, atMillis) -> priced ? Optional.of(PRICE) : Optional.empty(),
            written,
            written.meter,
            Recording.NONE,
            () -> generating,
            new HeavyWork(Runnable::run));
    Arrival arrival =
        new Arrival(
            "req_1",
            "theirs",
            nanos,
            ARRIVED,
            Credentials.of("Bearer " + key, null, null, null),
            "192.0.2.1",
            null,
            true,
            Optional.empty(),
            PassOn.NOTHING);
    new Exchange(services, arrival, client, new Waiter(Thread.currentThread(), time)).run();
    assertThat(written.requests).hasSize(1).isEqualTo(written.meter.requests);
    assertThat(written.meter.arrivals).as("in flight").containsExactly("arrived", "left");
    assertThat(written.attempts).hasSize(called.size()).isEqualTo(written.meter.attempts);
    assertThat(written.began).hasSize(called.size());
    RequestEnded request = written.requests.getFirst();
    assertThat(request.attempts()).isEqualTo(called.size());
    assertThat(request.startedMillis()).isEqualTo(ARRIVED);
    assertThat(request.clientRequestId()).isEqualTo("theirs");
    return request;
  }

  private static Settings settings() {
    return new Settings(
        List.of(provider("a"), provider("b")),
        Map.of(
            "production",
            ChainSettings.of(
                "production",
                Target.parse("a/m"),
                List.of(new RouteTarget(Target.parse("b/m"), 1)),
                Plans.retries(0),
                ChainSettings.Origin.FILE)),
        List.of());
  }

  private static ProviderSettings provider(String name) {
    return new ProviderSettings(
        name, name, Protocol.OPENAI, URI.create("http://127.0.0.1:1"), null, List.of());
  }

  @Test
  void aSuccessIsWrittenWithWhoAskedWhatAndWhatItCost() {
    RequestEnded request = exchange(answered(Tokens.reported(1_000, 500)));
    assertThat(request.status()).isEqualTo(Status.SUCCESS);
    assertThat(request.httpStatus()).isEqualTo(200);
    assertThat(request.tenant()).isEqualTo("acme");
    assertThat(request.environment()).isEqualTo("staging");
    assertThat(request.keyId()).isEqualTo("k1");
    assertThat(request.askedModel()).isEqualTo("auto");
    assertThat(request.primary()).isEqualTo(Target.parse("a/m"));
    assertThat(request.used()).isEqualTo(Target.parse("a/m"));
    assertThat(request.estimated()).isFalse();
    assertThat(request.errorType()).isNull();
    assertThat(request.responseMicros()).isEqualTo(5_000);
    AttemptEnded attempt = written.attempts.getFirst();
    assertThat(attempt.costNanos()).isEqualTo(2_000_000);
    assertThat(attempt.priceVersion()).isEqualTo("test");
    assertThat(attempt.durationMicros()).isEqualTo(5_000);
    assertThat(client.cost).isEqualTo(2_000_000);
    AttemptBegan began = written.began.getFirst();
    assertThat(began.number()).isOne();
    assertThat(began.target()).isEqualTo(Target.parse("a/m"));
  }

  @Test
  void aSuccessByFallbackKeepsTheFirstFaultAndSumsWhatEveryAttemptCost() {
    RequestEnded request =
        exchange(failed(Tokens.estimated(1_000, 0)), answered(Tokens.reported(1_000, 500)));
    assertThat(request.status()).isEqualTo(Status.SUCCESS);
    assertThat(request.httpStatus()).isEqualTo(200);
    assertThat(request.errorType()).isEqualTo("first_byte_timeout");
    assertThat(request.errorMessage()).startsWith("silent").hasSize(500);
    assertThat(request.primary()).isEqualTo(Target.parse("a/m"));
    assertThat(request.used()).isEqualTo(Target.parse("b/m"));
    assertThat(request.estimated()).as("one of its attempts is").isTrue();
    assertThat(client.cost).isEqualTo(1_000_000 + 2_000_000);
    assertThat(written.attempts.stream().map(AttemptEnded::status))
        .containsExactly(Status.ERROR, Status.SUCCESS);
    assertThat(written.attempts.getFirst().errorMessage()).hasSize(500);
    assertThat(written.attempts.stream().map(AttemptEnded::number)).containsExactly(1, 2);
  }

  @Test
  void theDecisionIsWrittenWithTheCandidatesAndWhoAnswered() {
    RequestEnded request = exchange(failed(Tokens.NONE), answered(Tokens.reported(1, 1)));
    Trace trace = decision(request);
    assertThat(trace.candidates())
        .extracting(place -> place.target().target())
        .containsExactly(Target.parse("a/m"), Target.parse("b/m"));
    assertThat(trace.answered()).isEqualTo(2);
  }

  @Test
  void whereNobodyAnswersTheDecisionSaysSo() {
    RequestEnded request = exchange(failed(Tokens.NONE), failed(Tokens.NONE));
    assertThat(decision(request).answered()).isZero();
  }

  private static Trace decision(RequestEnded request) {
    assertThat(request.decision()).isNotNull();
    return Trace.read(String.valueOf(request.decision())).orElseThrow();
  }

  @Test
  void theMeterHearsOfStepsOnlyWhereTheFirstCallDidNotAnswer() {
    exchange(answered(Tokens.reported(1, 1)));
    assertThat(written.meter.decided).isEmpty();
    assertThat(written.meter.unpriced).isEmpty();
  }

  @Test
  void theMeterHearsOfEveryStepOfAFallback() {
    exchange(failed(Tokens.NONE), answered(Tokens.reported(1, 1)));
    assertThat(written.meter.decided).hasSize(1);
    assertThat(written.meter.decided.getFirst())
        .extracting(Decision::target)
        .containsExactly(Target.parse("a/m"), Target.parse("b/m"));
  }

  @Test
  void theMeterHearsOnceOfARequestWhoseCostIsNotKnown() {
    priced = false;
    exchange(failed(Tokens.estimated(1_000, 0)), answered(Tokens.reported(1_000, 500)));
    assertThat(written.meter.unpriced).containsExactly(Target.parse("a/m"));
  }

  @Test
  void anUnknownPriceIsUnknownAndNotNothing() {
    priced = false;
    exchange(answered(Tokens.reported(10, 5)));
    assertThat(written.attempts.getFirst().costNanos()).isEqualTo(AttemptEnded.UNPRICED);
    assertThat(written.attempts.getFirst().priceVersion()).isNull();
    assertThat(client.cost).isNegative();
  }

  @Test
  void whatCostsNothingIsNothingEvenWithoutAPrice() {
    priced = false;
    exchange(
        new Outcome.Failed(
            new Fault.Transient("status_503", "busy", 503, Optional.empty()), Tokens.NONE),
        answered(Tokens.reported(10, 5)));
    assertThat(written.attempts.getFirst().costNanos()).isZero();
    assertThat(written.requests.getFirst().estimated()).isFalse();
  }

  @Test
  void whenNobodyAnswersTheRequestIsAnErrorWithTheFirstFault() {
    RequestEnded request =
        exchange(
            new Outcome.Failed(
                new Fault.Transient("status_503", "busy", 503, Optional.empty()), Tokens.NONE),
            failed(Tokens.estimated(10, 0)));
    assertThat(request.status()).isEqualTo(Status.ERROR);
    assertThat(request.httpStatus()).isEqualTo(503);
    assertThat(request.errorType()).isEqualTo("status_503");
    assertThat(request.used()).isNull();
    assertThat(client.rejectedAfter).isEqualTo(2);
  }

  @Test
  void aProvidersRefusalIsRejectedForNothing() {
    Problem problem = Problem.of(Problem.Kind.INVALID_REQUEST, 422, "no such tool");
    RequestEnded request =
        exchange(
            new Outcome.Refused(
                new Refusal.CallersOwn(
                    new Refusal.Rejected(422, problem, new byte[0], List.of()))));
    assertThat(request.status()).isEqualTo(Status.REJECTED);
    assertThat(request.httpStatus()).isEqualTo(422);
    assertThat(request.errorType()).isEqualTo("refused");
    assertThat(request.errorMessage()).isEqualTo("no such tool");
    AttemptEnded attempt = written.attempts.getFirst();
    assertThat(attempt.status()).isEqualTo(Status.REJECTED);
    assertThat(attempt.costNanos()).isZero();
    assertThat(attempt.errorType()).isEqualTo("refused");
  }

  @Test
  void whatWeRejectOurselvesHasAShortTypeAndAMessageOfBoundedLength() {
    key = "bw_not-a-good-key-000000";
    RequestEnded unknown = exchange();
    assertThat(unknown.status()).isEqualTo(Status.REJECTED);
    assertThat(unknown.httpStatus()).isEqualTo(401);
    assertThat(unknown.attempts()).isZero();
    assertThat(unknown.primary()).isNull();
    assertThat(unknown.decision()).as("there was no plan").isNull();
    assertThat(unknown.estimated()).isFalse();
    assertThat(unknown.errorType()).isEqualTo("invalid_api_key");
    assertThat(unknown.errorMessage()).contains("not known here");
  }

  @Test
  void aMessageOfAnyLengthIsCut() {
    client.refusal =
        Optional.of(
            Rejection.of(Problem.of(Problem.Kind.INVALID_REQUEST, 400, "wrong ".repeat(1_000))));
    RequestEnded request = exchange();
    assertThat(request.errorMessage()).hasSize(500);
    assertThat(request.errorType()).isEqualTo("invalid_request");
  }

  @Test
  void aClientThatLeavesIsCancelledAndBilledForWhatWasUsed() {
    RequestEnded request =
        exchange(new Outcome.Abandoned(Why.CLIENT_LEFT, Tokens.estimated(1_000, 10)));
    assertThat(request.status()).isEqualTo(Status.CANCELLED);
    assertThat(request.errorType()).isNull();
    assertThat(request.estimated()).isTrue();
    assertThat(written.attempts.getFirst().status()).isEqualTo(Status.CANCELLED);
    assertThat(written.attempts.getFirst().costNanos()).isEqualTo(1_020_000);
  }

  @Test
  void aClientThatLeavesBeforeItHasAskedIsCancelledForNothing() {
    client.leavesEarly = true;
    RequestEnded request = exchange();
    assertThat(request.status()).isEqualTo(Status.CANCELLED);
    assertThat(request.attempts()).isZero();
    assertThat(request.estimated()).isFalse();
  }

  @Test
  void aStreamThatBrokeIsAnErrorOfTheTargetThatAnswered() {
    RequestEnded request =
        exchange(
            new Outcome.Broken(
                new Fault.Transient("cut", "broke off", 200, Optional.empty()),
                Tokens.estimated(10, 1)));
    assertThat(request.status()).isEqualTo(Status.ERROR);
    assertThat(request.errorType()).isEqualTo("cut");
    assertThat(request.used()).isEqualTo(Target.parse("a/m"));
    assertThat(request.estimated()).isTrue();
  }

  @Test
  void whereNothingCanBeRecordedNoUpstreamIsCalled() {
    written.full = true;
    RequestEnded request = exchange();
    assertThat(request.status()).isEqualTo(Status.ERROR);
    assertThat(request.httpStatus()).isEqualTo(503);
    assertThat(request.errorType()).isEqualTo("journal_full");
    assertThat(called).isEmpty();
  }

  @Test
  void aCallWhoseRecordCannotBeMadeSafeIsNotMade() {
    written.unsafe = true;
    RequestEnded request = exchange();
    assertThat(request.httpStatus()).isEqualTo(503);
    assertThat(request.errorType()).isEqualTo("journal_full");
    assertThat(request.attempts()).isZero();
    assertThat(called).isEmpty();
  }

  @Test
  void whoLeavesWhileItsRecordIsMadeSafeHasLeftAndNothingFailed() {
    written.unsafe = true;
    written.leavesMeanwhile = true;
    RequestEnded request = exchange();
    assertThat(request.status()).isEqualTo(Status.CANCELLED);
    assertThat(request.attempts()).isZero();
    assertThat(called).isEmpty();
  }

  @Test
  void whereCallsToModelsAreSwitchedOffNobodyIsCalledAndNobodyHasFailed() {
    generating = false;
    RequestEnded request = exchange();
    assertThat(request.status()).isEqualTo(Status.REJECTED);
    assertThat(request.httpStatus()).isEqualTo(503);
    assertThat(request.errorType()).isEqualTo("generation_disabled");
    assertThat(request.keyId()).isEqualTo("k1");
    assertThat(called).isEmpty();
  }

  @Test
  void aFaultOfOurOwnIsAnswered500AndWritten() {
    script.clear();
    RequestEnded request = exchangeWithBrokenScript();
    assertThat(request.status()).isEqualTo(Status.ERROR);
    assertThat(request.httpStatus()).isEqualTo(500);
    assertThat(request.errorType()).isEqualTo("internal_error");
  }

  @Test
  void anErrorOfTheMachineIsAnswered500Too() {
    client.errorToThrow = Optional.of(new StackOverflowError("planted"));
    assertThat(exchange().httpStatus()).isEqualTo(500);
    assertThat(client.rejectedAfter).isZero();
  }

  @Test
  void aRequestIsWrittenOnceAlthoughCountingItFails() {
    written.meter.failure = Optional.of(new IllegalStateException("planted"));
    assertThat(exchange(answered(Tokens.reported(1_000, 500))).status()).isEqualTo(Status.SUCCESS);
  }

  private RequestEnded exchangeWithBrokenScript() {
    client.failureToThrow = Optional.of(new IllegalStateException("planted"));
    return exchange();
  }

  /** What the journal and the meter hear. */
  private static final class Written implements UsageLog {
    private final List<AttemptBegan> began = new ArrayList<>();
    private final List<AttemptEnded> attempts = new ArrayList<>();
    private final List<RequestEnded> requests = new ArrayList<>();
    private final Metered meter = new Metered();
    private boolean full;
    private boolean unsafe;
    private boolean leavesMeanwhile;

    @Override
    public Progress began(AttemptBegan record) throws JournalFull {
      if (full) {
        throw new JournalFull("planted");
      }
      began.add(record);
      return Progress.UNKEPT;
    }

    @Override
    public void assure(AttemptBegan record, Waiter waiter) throws JournalFull {
      if (leavesMeanwhile) {
        waiter.leave(Why.CLIENT_LEFT);
      }
      if (unsafe) {
        began.remove(record); // the journal takes it back
        throw new JournalFull("planted");
      }
    }

    @Override
    public void ended(AttemptEnded record) {
      attempts.add(record);
    }

    @Override
    public void ended(RequestEnded record) {
      requests.add(record);
    }
  }

  private static final class Metered implements Meter {
    private final List<AttemptEnded> attempts = new ArrayList<>();
    private final List<RequestEnded> requests = new ArrayList<>();
    private final List<String> arrivals = new ArrayList<>();
    private final List<List<Decision>> decided = new ArrayList<>();
    private final List<Target> unpriced = new ArrayList<>();
    private Optional<RuntimeException> failure = Optional.empty();

    @Override
    public void arrived() {
      arrivals.add("arrived");
    }

    @Override
    public void left(boolean stream) {
      arrivals.add("left");
    }

    @Override
    public void decided(List<Decision> steps) {
      decided.add(steps);
    }

    @Override
    public void unpriced(Target target) {
      unpriced.add(target);
    }

    @Override
    public void ended(Target target, AttemptEnded attempt) {
      attempts.add(attempt);
    }

    @Override
    public void ended(RequestEnded request) {
      requests.add(request);
      failure.ifPresent(planted -> {
        throw planted;
      });
    }
  }

  /** A client that takes whatever comes. */
  private static final class FakeClient implements Client, AnswerSink {
    private long cost;
    private int rejectedAfter = -1;
    private boolean leavesEarly;
    private Optional<Rejection> refusal = Optional.empty();
    private Optional<RuntimeException> failureToThrow = Optional.empty();
    private Optional<Error> errorToThrow = Optional.empty();

    @Override
    public Optional<Ask> ask(VirtualKey caller) {
      refusal.ifPresent(it -> {
        throw it;
      });
      failureToThrow.ifPresent(it -> {
        throw it;
      });
      errorToThrow.ifPresent(it -> {
        throw it;
      });
      return leavesEarly ? Optional.empty() : Optional.of(Chat.auto());
    }

    @Override
    public AnswerSink sink() {
      return this;
    }

    @Override
    public void answered(Call call, Answer answer, long costNanos) {
      cost = costNanos;
    }

    @Override
    public void refused(Call call, Refusal.Rejected rejected) {}

    @Override
    public void rejected(Rejection rejection, int attempts) {
      rejectedAfter = attempts;
    }

    @Override
    public void brokenOff() {}

    @Override
    public void commit(Call call, List<Header> headers) {}

    @Override
    public boolean send(byte[] events) {
      return true;
    }
  }

  private final class FakeTime implements Timekeeper {
    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public long epochMillis() {
      return ARRIVED + Duration.ofNanos(nanos).toMillis();
    }

    @Override
    public Alarm at(long atNanos, Runnable task) {
      throw new AssertionError("nothing waits here");
    }
  }
}
