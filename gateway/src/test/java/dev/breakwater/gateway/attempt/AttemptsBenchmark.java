package dev.breakwater.gateway.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.provider.Answer;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Chat;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.provider.PassOn;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.simulation.Fluent;
import dev.breakwater.gateway.simulation.Plans;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Header;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What the attempt engine costs a request when nothing fails: a chain of three whose first target
 * answers at once, one thread, a real clock, a log that writes nothing. Its name keeps it out of
 * the gate; {@code -Dtest=AttemptsBenchmark} runs it, as does {@link #main}.
 */
final class AttemptsBenchmark {
  private static final int ROUNDS = 12;

  /** Rounds until the compiler has done its work; they do not count. */
  private static final int WARM = 4;

  private static final int REQUESTS = 500_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private long calls;

  @Test
  void anEngineThatNothingDisturbs() {
    measure();
  }

  public static void main(String[] arguments) {
    new AttemptsBenchmark().measure();
  }

  private void measure() {
    RoutePlan plan = Plans.plan("google/gemini-1.5-flash", "openai/gpt-4o-mini", "anthropic/haiku");
    Timekeeper time = new SystemTime();
    Outcome answered =
        new Outcome.Answered(new Answer(new byte[0], List.of(), Tokens.reported(10, 5), 1));
    Fluent upstream =
        new Fluent((call, sink) -> {
          calls++;
          return answered;
        });
    Attempts attempts =
        new Attempts(
            new TargetHealths(time),
            target -> upstream,
            (ask, target) -> OptionalLong.empty(),
            body -> {
              throw new AssertionError("nobody hedges here");
            },
            new SplittableRandom(1));
    AttemptRequest request =
        new AttemptRequest(
            plan,
            Chat.auto(),
            PassOn.NOTHING,
            Deadline.after(time, Duration.ofDays(1)),
            new Nowhere(),
            new Unwritten(),
            new Waiter(Thread.currentThread(), time));
    long[] nanos = new long[ROUNDS - WARM];
    for (int round = 0; round < ROUNDS; round++) {
      long bytes = THREADS.getCurrentThreadAllocatedBytes();
      long cpu = THREADS.getCurrentThreadCpuTime();
      long answers = 0;
      for (int number = 0; number < REQUESTS; number++) {
        answers += attempts.run(request).attempts();
      }
      cpu = THREADS.getCurrentThreadCpuTime() - cpu;
      bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
      assertThat(answers).isEqualTo(REQUESTS);
      if (round >= WARM) {
        nanos[round - WARM] = cpu / REQUESTS;
      }
      System.out.printf(
          Locale.ROOT,
          "round %d: %.3f µs CPU and %d bytes a request%n",
          round,
          cpu / 1e3 / REQUESTS,
          bytes / REQUESTS);
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "median of %d rounds: %.3f µs (%.3f to %.3f), %d calls%n",
        nanos.length,
        nanos[nanos.length / 2] / 1e3,
        nanos[0] / 1e3,
        nanos[nanos.length - 1] / 1e3,
        calls);
  }

  private static final class SystemTime implements Timekeeper {
    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public long epochMillis() {
      return System.currentTimeMillis();
    }

    @Override
    public Alarm at(long atNanos, Runnable task) {
      throw new AssertionError("nothing waits here");
    }
  }

  private static final class Unwritten implements AttemptLog {
    @Override
    public void began(Call call) {}

    @Override
    public void ended(Call call, Outcome outcome, Duration took) {}
  }

  private static final class Nowhere implements AnswerSink {
    @Override
    public void commit(Call call, List<Header> headers) {}

    @Override
    public boolean send(byte[] events) {
      return true;
    }
  }
}
