package dev.breakwater.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random requests on several loops, with deaths at any moment between commits: every attempt that
 * began has exactly one row, and sums are those of what was logged.
 */
class CrashPropertyTest {
  private static final int SEEDS = 12;
  private static final int LIVES = 4;
  private static final int LOOPS = 3;
  private static final JournalSettings SMALL = new JournalSettings(32L << 20, 64 << 10);
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochMilli(Sample.START));

  @TempDir Path directory;

  private final Map<String, Status> attempts = new HashMap<>();
  private final Map<String, Status> requests = new HashMap<>();
  private long outputs;
  private int deathsWithOpenAttempts;
  private int deathsBeforeACommit;

  private record Running(String id, int number, boolean attemptOpen) {}

  @Test
  void everyAttemptThatBeganHasExactlyOneRowWhateverDies() throws Exception {
    for (long seed = 1; seed <= SEEDS; seed++) {
      attempts.clear();
      requests.clear();
      outputs = 0;
      MemoryLedger ledger = new MemoryLedger();
      live(seed, ledger);
      Map<String, Status> found = new HashMap<>();
      ledger.attempts().forEach((id, row) -> found.put(id, row.ended().status()));
      assertThat(found).as("attempts, seed %d", seed).isEqualTo(attempts);
      Map<String, Status> over = new HashMap<>();
      ledger.rows().forEach(row -> over.put(row.request().requestId(), row.request().status()));
      assertThat(over).as("requests, seed %d", seed).isEqualTo(requests);
      long sum =
          ledger.rows().stream().mapToLong(row -> row.tokens(tokens -> tokens.output())).sum();
      assertThat(sum).as("output, seed %d", seed).isEqualTo(outputs);
      assertThat(ledger.open()).isZero();
      assertThat(ledger.repeats()).isZero();
    }
    assertThat(deathsWithOpenAttempts).isGreaterThan(SEEDS / 2);
    assertThat(deathsBeforeACommit).isGreaterThan(SEEDS / 2);
  }

  private void live(long seed, MemoryLedger ledger) throws Exception {
    Random random = new Random(seed);
    Path home = directory.resolve(seed + "-0");
    int serial = 0;
    for (int life = 1; life <= LIVES; life++) {
      ledger.answerOnly(Integer.MAX_VALUE);
      try (Journal journal = Journal.open(home, LOOPS, SMALL, CLOCK);
          LedgerWriter writer = LedgerWriter.start(journal, ledger, Sample.PRICES, CLOCK)) {
        if (random.nextBoolean()) {
          // Some lives end before the former one's remains are home.
          assertThat(writer.awaitCaughtUp(Duration.ofSeconds(20))).isTrue();
        }
        List<List<Running>> running = new ArrayList<>();
        for (int loop = 0; loop < LOOPS; loop++) {
          running.add(new ArrayList<>());
        }
        int steps = random.nextInt(400);
        for (int step = 0; step < steps; step++) {
          int loop = random.nextInt(LOOPS);
          if (random.nextInt(100) == 0) {
            ledger.answerOnly(random.nextInt(4));
          }
          serial = step(random, journal.log(loop), running.get(loop), serial);
        }
        boolean last = life == LIVES;
        Path next = directory.resolve(seed + "-" + life);
        if (!last) {
          ledger.answerOnly(0);
          Image.copy(home, next, name -> true);
          deathsBeforeACommit += writer.state().lagRecords() > 0 ? 1 : 0;
        } else {
          ledger.answerOnly(Integer.MAX_VALUE);
          finish(journal, running);
          assertThat(writer.awaitCaughtUp(Duration.ofSeconds(20))).isTrue();
          continue;
        }
        running.forEach(list -> list.forEach(this::cutOff));
        home = next;
      }
    }
  }

  private int step(Random random, UsageLog log, List<Running> running, int serial) {
    if (running.isEmpty() || random.nextInt(3) == 0) {
      String id = Sample.id(serial);
      begin(log, Sample.began(id, 1, Sample.GOOGLE));
      running.add(new Running(id, 1, true));
      return serial + 1;
    }
    Running chosen = running.remove(random.nextInt(running.size()));
    String attempt = chosen.id() + "." + chosen.number();
    if (!chosen.attemptOpen()) {
      boolean again = chosen.number() < 3 && attempts.get(attempt) == Status.ERROR;
      if (again) {
        int number = chosen.number() + 1;
        begin(log, Sample.began(chosen.id(), number, Sample.OPENAI));
        running.add(new Running(chosen.id(), number, true));
      } else {
        Status status = attempts.getOrDefault(attempt, Status.ERROR);
        log.ended(Sample.over(chosen.id(), chosen.number(), status, Sample.GOOGLE));
        requests.put(chosen.id(), status);
      }
    } else if (random.nextBoolean()) {
      int output = random.nextInt(1000);
      log.ended(Sample.succeeded(chosen.id(), chosen.number(), output));
      outputs += output;
      attempts.put(attempt, Status.SUCCESS);
      running.add(new Running(chosen.id(), chosen.number(), false));
    } else {
      log.ended(Sample.failed(chosen.id(), chosen.number()));
      attempts.put(attempt, Status.ERROR);
      running.add(new Running(chosen.id(), chosen.number(), false));
    }
    return serial;
  }

  private static void begin(UsageLog log, AttemptBegan began) {
    Waiting.until(() -> {
      try {
        log.began(began);
        return true;
      } catch (JournalFull e) {
        return false;
      }
    });
  }

  private void cutOff(Running running) {
    requests.put(running.id(), Status.INTERRUPTED);
    if (running.attemptOpen()) {
      attempts.put(running.id() + "." + running.number(), Status.INTERRUPTED);
      deathsWithOpenAttempts++;
    }
  }

  private void finish(Journal journal, List<List<Running>> running) {
    for (int loop = 0; loop < LOOPS; loop++) {
      for (Running one : running.get(loop)) {
        if (one.attemptOpen()) {
          journal.log(loop).ended(Sample.failed(one.id(), one.number()));
          attempts.put(one.id() + "." + one.number(), Status.ERROR);
        }
        journal.log(loop).ended(Sample.over(one.id(), one.number(), Status.ERROR, Sample.GOOGLE));
        requests.put(one.id(), Status.ERROR);
      }
    }
  }
}
