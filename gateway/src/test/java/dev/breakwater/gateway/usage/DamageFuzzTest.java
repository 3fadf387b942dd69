package dev.breakwater.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disks that forget: random damage to what a dead process left. Whatever it is, reading goes on to
 * the end, gives nothing that was not written, and says what is missing.
 */
class DamageFuzzTest {
  private static final int SEGMENT = 64 << 10;
  private static final int REQUESTS = 250;
  private static final int SEEDS = 150;
  private static final JournalSettings SMALL = new JournalSettings(64L << 20, SEGMENT);
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochMilli(Sample.START));

  @TempDir Path directory;
  private final Set<UsageRecord> written = new HashSet<>();
  private Path image;

  @BeforeEach
  void leaveAJournal() throws Exception {
    Path live = directory.resolve("live");
    image = directory.resolve("image");
    try (Journal journal = Journal.open(live, 1, SMALL, CLOCK)) {
      for (int number = 0; number < REQUESTS; number++) {
        String id = Sample.id(number);
        AttemptBegan began = Sample.began(id, 1, Sample.GOOGLE);
        Waiting.until(() -> {
          try {
            journal.log(0).began(began);
            return true;
          } catch (JournalFull e) {
            return false;
          }
        });
        AttemptEnded ended = Sample.succeeded(id, 1, number);
        RequestEnded over = Sample.over(id, 1, Status.SUCCESS, Sample.GOOGLE);
        journal.log(0).ended(ended);
        journal.log(0).ended(over);
        written.addAll(List.of(began, ended, over));
      }
      Chain chain = journal.chains().getFirst();
      Set<String> used = new HashSet<>();
      for (long sequence = 1; sequence <= chain.head() >>> 32; sequence++) {
        used.add(new SegmentName(chain.id(), sequence).file());
      }
      Image.copy(live, image, used::contains);
    }
    assertThat(files(image)).hasSizeGreaterThan(2);
  }

  @Test
  void whateverIsDamagedNothingWrongIsReadAndTheDamageIsReported() throws Exception {
    int withLosses = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      Path broken = directory.resolve("broken-" + seed);
      Image.copy(image, broken, name -> true);
      Random random = new Random(seed);
      int blows = 1 + random.nextInt(6);
      for (int blow = 0; blow < blows; blow++) {
        damage(random, broken);
      }
      List<UsageRecord> read = new ArrayList<>();
      try (Journal journal = Journal.open(broken, 1, SMALL, CLOCK)) {
        for (DeadChain chain : journal.deadChains()) {
          ChainReader reader = chain.reader(chain.beginning());
          for (UsageRecord next = reader.next(); next != null; next = reader.next()) {
            read.add(Sample.unmarked(next));
          }
        }
        assertThat(written).as("seed %d gives only what was written", seed).containsAll(read);
        assertThat(read).as("seed %d gives nothing twice", seed).doesNotHaveDuplicates();
        if (read.size() < written.size()) {
          withLosses++;
          JournalState state = journal.state();
          assertThat(state.damages().size() + state.tornTails())
              .as("seed %d lost %d records", seed, written.size() - read.size())
              .isPositive();
        }
      }
    }
    assertThat(withLosses).as("the damage really struck").isGreaterThan(SEEDS / 2);
  }

  @Test
  void theLedgerTakesWhatIsLeftAndTheDamagedFilesAreKept() throws Exception {
    int keptFiles = 0;
    for (int seed = 1; seed <= SEEDS / 10; seed++) {
      Path broken = directory.resolve("ledger-" + seed);
      Image.copy(image, broken, name -> true);
      Random random = new Random(seed);
      damage(random, broken);
      damage(random, broken);
      MemoryLedger ledger = new MemoryLedger();
      int quarantined;
      try (Journal journal = Journal.open(broken, 1, SMALL, CLOCK);
          LedgerWriter writer = LedgerWriter.start(journal, ledger, Sample.PRICES, CLOCK)) {
        assertThat(writer.awaitCaughtUp(Duration.ofSeconds(20))).isTrue();
        assertThat(writer.state().lastError()).isNull();
        quarantined = journal.state().quarantined();
      }
      for (LedgerRow row : ledger.rows()) {
        if (row.request().status() == Status.SUCCESS) {
          assertThat(written).as("seed %d", seed).contains(row.request());
        }
      }
      long kept =
          files(broken).stream()
              .filter(file -> file.toString().endsWith(SegmentName.QUARANTINED))
              .count();
      assertThat(kept).as("seed %d", seed).isLessThanOrEqualTo(quarantined);
      keptFiles += (int) kept;
    }
    assertThat(keptFiles).isPositive();
  }

  /** One blow to one file: flipped bits, zeros, foreign bytes, another place's bytes, a cut. */
  private static void damage(Random random, Path where) throws IOException {
    List<Path> files = files(where);
    Path file = files.get(random.nextInt(files.size()));
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length == 0) {
      return;
    }
    int at = random.nextInt(bytes.length);
    int length = Math.min(1 + random.nextInt(3_000), bytes.length - at);
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> Arrays.fill(bytes, at, at + length, (byte) 0);
      case 2 -> Arrays.fill(bytes, at, at + length, (byte) 0xFF);
      case 3 -> {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, at, length);
      }
      case 4 ->
          System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
      default -> bytes = Arrays.copyOf(bytes, at);
    }
    Files.write(file, bytes);
  }

  private static List<Path> files(Path where) throws IOException {
    try (Stream<Path> list = Files.list(where)) {
      return list.sorted().toList();
    }
  }
}
