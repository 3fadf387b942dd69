package dev.breakwater.gateway.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.simulation.ManualLoop;
import dev.breakwater.gateway.simulation.SeededScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MailboxTest {
  private static final int LETTERS = 10_000;
  private static final int RUNS = 200;

  @ParameterizedTest
  @EnumSource(Ground.class)
  void everyLetterArrivesInOrder(Ground ground) {
    try (ManualLoop loop = new ManualLoop("loop")) {
      int waits = 0;
      for (int run = 0; run < RUNS; run++) {
        SplittableRandom random = new SplittableRandom(run);
        waits += ground.start(loop, () -> receive(loop, random)).join();
      }
      assertThat(waits).as("letters that were waited for").isGreaterThan(RUNS);
    }
  }

  /** Takes all letters from a producer on the loop; gives how often it had to wait. */
  private static int receive(ManualLoop loop, SplittableRandom random) {
    Waiter waiter = new Waiter(Thread.currentThread(), loop);
    Mailbox<Integer> mailbox = new Mailbox<>(waiter);
    loop.execute(() -> produce(loop, mailbox, 0, random));
    Deadline deadline = Deadline.after(loop, Ground.PATIENCE);
    int waits = 0;
    for (int expected = 0; expected < LETTERS; expected++) {
      waits += mailbox.isEmpty() ? 1 : 0;
      assertThat(mailbox.await(deadline)).isEqualTo(Waiter.Wake.READY);
      Integer letter = mailbox.poll();
      if (letter == null || letter != expected) {
        throw new AssertionError("expected letter " + expected + ", got " + letter);
      }
    }
    assertThat(mailbox.poll()).isNull();
    waiter.close();
    return waits;
  }

  /** Puts a handful in and comes round again. */
  private static void produce(
      ManualLoop loop, Mailbox<Integer> mailbox, int from, SplittableRandom random) {
    int until = Math.min(LETTERS, from + random.nextInt(1, 200));
    for (int letter = from; letter < until; letter++) {
      mailbox.put(letter);
    }
    if (until < LETTERS) {
      loop.execute(() -> produce(loop, mailbox, until, random));
    }
  }

  @Test
  void anyOrderOfEventsKeepsTheOrderOfLetters() {
    for (long seed = 0; seed < 500; seed++) {
      SeededScheduler scheduler = new SeededScheduler(seed);
      List<Integer> received = new ArrayList<>();
      scheduler.start(
          "consumer",
          () -> {
            Waiter waiter = new Waiter(Thread.currentThread(), scheduler);
            Mailbox<Integer> mailbox = new Mailbox<>(waiter);
            Thread other = Thread.currentThread();
            scheduler.start("producer", () -> produceSlowly(scheduler, mailbox));
            scheduler.start("meddler", () -> LockSupport.unpark(other));
            while (received.size() < 20
                && mailbox.await(Deadline.after(scheduler, Duration.ofHours(1)))
                    == Waiter.Wake.READY) {
              Integer letter = mailbox.poll();
              received.add(letter == null ? -1 : letter);
            }
          });
      scheduler.run();
      assertThat(received).as("seed %d", seed).isEqualTo(IntStream.range(0, 20).boxed().toList());
    }
  }

  private static void produceSlowly(SeededScheduler scheduler, Mailbox<Integer> mailbox) {
    Waiter waiter = new Waiter(Thread.currentThread(), scheduler);
    for (int letter = 0; letter < 20; letter++) {
      mailbox.put(letter);
      Duration pause = Duration.ofMillis(scheduler.random().nextInt(3));
      waiter.sleepUntil(Deadline.after(scheduler, pause));
    }
  }

  @Test
  void lettersComeOutOnceAndInOrder() {
    SeededScheduler scheduler = new SeededScheduler(1);
    Mailbox<String> mailbox = new Mailbox<>(new Waiter(Thread.currentThread(), scheduler));
    assertThat(mailbox.isEmpty()).isTrue();
    mailbox.put("one");
    mailbox.put("two");
    assertThat(mailbox.isEmpty()).isFalse();
    assertThat(mailbox.poll()).isEqualTo("one");
    assertThat(mailbox.poll()).isEqualTo("two");
    assertThat(mailbox.poll()).isNull();
    assertThat(mailbox.isEmpty()).isTrue();
  }
}
