package dev.breakwater.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own that logs at full speed and is killed. */
class KillTest {
  private static final int ROUNDS = 3;
  private static final int LOOPS = 2;
  private static final int REPORT_EVERY = 16;
  private static final JournalSettings SETTINGS = new JournalSettings(256L << 20, 1 << 20);

  @TempDir Path directory;

  @Test
  void aKilledProcessLosesNothingThatItHadLogged() throws Exception {
    MemoryLedger ledger = new MemoryLedger();
    long interrupted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long[] reported = killWhileWriting(round);
      try (Journal journal = Journal.open(directory, LOOPS, SETTINGS, InstantSource.system());
          LedgerWriter writer =
              LedgerWriter.start(journal, ledger, Sample.PRICES, InstantSource.system())) {
        assertThat(writer.awaitCaughtUp(Duration.ofSeconds(30))).isTrue();
        assertThat(journal.state().damages()).isEmpty();
      }
      for (int loop = 0; loop < LOOPS; loop++) {
        assertThat(reported[loop]).isPositive();
        for (long number = 0; number < reported[loop]; number++) {
          LedgerRow row = ledger.row(id(round, loop, number));
          assertThat(row).as("round %d, loop %d, request %d", round, loop, number).isNotNull();
          if (row != null) {
            assertThat(row.request().status()).isEqualTo(Status.SUCCESS);
          }
        }
      }
      interrupted =
          ledger.rows().stream()
              .filter(row -> row.request().status() == Status.INTERRUPTED)
              .count();
    }
    assertThat(ledger.attempts()).hasSameSizeAs(ledger.rows());
    assertThat(ledger.repeats()).isZero();
    assertThat(ledger.open()).isZero();
    // A loop can be killed between two records only once a life.
    assertThat(interrupted).isLessThanOrEqualTo((long) ROUNDS * LOOPS);
  }

  /** How many requests each loop had told to have logged. */
  private long[] killWhileWriting(int round) throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path", ""),
                    Endless.class.getName(),
                    directory.toString(),
                    Integer.toString(round)))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long[] reported = new long[LOOPS];
    int reports = 200 + new Random(round).nextInt(2000);
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (int read = 0; read < reports; read++) {
        note(lines.readLine(), reported);
      }
      // The handle kills without closing the pipe, whose rest still counts.
      assertThat(process.toHandle().destroyForcibly()).isTrue();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.endsWith(".")) {
          note(line, reported);
        }
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor()).as("killed by a signal").isEqualTo(137);
    return reported;
  }

  private static void note(String line, long[] reported) {
    String[] words = line.substring(0, line.length() - 1).split(" ", -1);
    int loop = Integer.parseInt(words[0]);
    reported[loop] = Math.max(reported[loop], Long.parseLong(words[1]));
  }

  private static String id(int round, int loop, long number) {
    return Sample.id(round * 1_000_000_000L + loop * 100_000_000L + number);
  }

  /** The process that is killed: each line of its output is "loop count." */
  static final class Endless {
    private Endless() {}

    public static void main(String[] arguments) throws Exception {
      int round = Integer.parseInt(arguments[1]);
      @SuppressWarnings("MustBeClosed")
      Journal journal =
          Journal.open(Path.of(arguments[0]), LOOPS, SETTINGS, InstantSource.system());
      for (int loop = 0; loop < LOOPS; loop++) {
        int mine = loop;
        Thread.ofPlatform().start(() -> write(journal.log(mine), round, mine));
      }
    }

    private static void write(UsageLog log, int round, int loop) {
      for (long number = 0; ; ) {
        try {
          Sample.request(log, id(round, loop, number));
        } catch (JournalFull e) {
          Thread.onSpinWait();
          continue;
        }
        number++;
        if (number % REPORT_EVERY == 0) {
          synchronized (Endless.class) {
            System.out.println(loop + " " + number + ".");
            System.out.flush();
          }
        }
      }
    }
  }
}
