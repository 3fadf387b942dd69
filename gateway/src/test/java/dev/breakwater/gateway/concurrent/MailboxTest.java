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
      for (int run = 0; run < RUNS; run++) {
        SplittableRandom random = new SplittableRandom(run);
        assertThat(ground.start(loop, () -> receive(loop, random)).join())
            .as("letters that came while the consumer slept")
            .isPositive();
      }
    }
  }

  /** Takes all letters from a producer on the loop; gives how many found it asleep. */
  private static int receive(ManualLoop loop, SplittableRandom random) {
    Waiter waiter = new Waiter(Thread.currentThread(), loop);
    Mailbox<Integer> mailbox = new Mailbox<>(waiter);
    Producer producer = new Producer(loop, mailbox, Thread.currentThread(), random);
    loop.execute(producer::produce);
    Deadline deadline = Deadline.after(loop, Ground.PATIENCE);
    for (int expected = 0; expected < LETTERS; expected++) {
      assertThat(mailbox.await(deadline)).isEqualTo(Waiter.Wake.READY);
      Integer letter = mailbox.poll();
      if (letter == null || letter != expected) {
        throw new AssertionError("expected letter " + expected + ", got " + letter);
      }
    }
    assertThat(mailbox.poll()).isNull();
    waiter.close();
    return producer.foundAsleep;
  }

  /** Puts a handful in and comes round again, every other time only once the consumer sleeps. */
  private static final class Producer {
    private final ManualLoop loop;
    private final Mailbox<Integer> mailbox;
    private final Thread consumer;
    private final SplittableRandom random;
    private boolean patient;
    private int next;
    private int foundAsleep; // the mailbox publishes it

    Producer(ManualLoop loop, Mailbox<Integer> mailbox, Thread consumer, SplittableRandom random) {
      this.loop = loop;
      this.mailbox = mailbox;
      this.consumer = consumer;
      this.random = random;
    }

    void produce() {
      if (patient && consumer.getState() != Thread.State.WAITING) {
        loop.execute(this::produce);
        return;
      }
      if (patient) {
        foundAsleep++;
      }
      patient = !patient;
      for (int left = random.nextInt(1, 200); left > 0 && next < LETTERS; left--) {
        mailbox.put(next++);
      }
      if (next < LETTERS) {
        loop.execute(this::produce);
      }
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
