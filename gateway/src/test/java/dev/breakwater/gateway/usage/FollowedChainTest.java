package dev.breakwater.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A follower that falls behind: what it may hold, what it loses, and that it reads nothing else.
 */
class FollowedChainTest {
  private static final int SEGMENT = 64 << 10;
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochMilli(Sample.START));

  @TempDir Path directory;

  /** What was read, and how much was not. */
  private static final class Heard implements FollowedChain.Taker {
    private final List<UsageRecord> records = new ArrayList<>();
    private long lost;

    @Override
    public void missed(long count) {
      lost += count;
    }

    @Override
    public void take(ChainReader reader) {
      records.add(reader.usage());
    }
  }

  private static Long[] upTo(int sequence) {
    return LongStream.rangeClosed(1, sequence).boxed().toArray(Long[]::new);
  }

  @Test
  void aFollowerHoldsAFewSegmentsThatTheLedgerHasPassedAndLosesNothing() throws Exception {
    try (Journal journal = open(16L << 20)) {
      Chain chain = journal.chains().getFirst();
      FollowedChain followed = FollowedChain.follow(chain);
      long written = writeUntil(journal, 0, 1 + FollowedChain.MOST_HELD);
      journal.release(chain, chain.head());
      assertThat(chain.segments()).containsKeys(upTo(1 + FollowedChain.MOST_HELD));
      Heard heard = new Heard();
      assertThat(followed.read(heard, Integer.MAX_VALUE)).isEqualTo((int) written);
      assertThat(heard.lost).isZero();
      assertThat(heard.records).hasSize((int) written);
      assertThat(followed.lag()).isZero();
      journal.release(chain, chain.head());
      assertThat(chain.segments())
          .doesNotContainKeys(upTo(FollowedChain.MOST_HELD))
          .containsKey(1L + FollowedChain.MOST_HELD);
    }
  }

  @Test
  void aFollowerTooFarBehindLetsGoAndCountsExactlyWhatItMissed() throws Exception {
    try (Journal journal = open(16L << 20)) {
      Chain chain = journal.chains().getFirst();
      FollowedChain followed = FollowedChain.follow(chain);
      long written = writeUntil(journal, 0, 2 + FollowedChain.MOST_HELD);
      journal.release(chain, chain.head());
      assertThat(chain.segments()).doesNotContainKeys(upTo(1 + FollowedChain.MOST_HELD));
      Heard heard = new Heard();
      followed.read(heard, Integer.MAX_VALUE);
      assertThat(heard.lost).isPositive();
      assertThat(heard.lost + heard.records.size()).isEqualTo(written);
      assertThat(followed.lag()).isZero();
      // Where it has found its place again, it holds again.
      long more = writeUntil(journal, written, 4 + FollowedChain.MOST_HELD);
      journal.release(chain, chain.head());
      Heard after = new Heard();
      followed.read(after, Integer.MAX_VALUE);
      assertThat(after.lost).isZero();
      assertThat(after.records).hasSize((int) more);
    }
  }

  @Test
  void aJournalShortOfRoomTakesWhatAFollowerHolds() throws Exception {
    // Four segments are all there is: a follower that held them would stop the gateway.
    try (Journal journal = open(4L * SEGMENT)) {
      Chain chain = journal.chains().getFirst();
      FollowedChain followed = FollowedChain.follow(chain);
      long written = 0;
      while (chain.head() >>> 32 < 12) {
        written += writeUntil(journal, written, (int) (chain.head() >>> 32) + 1);
        journal.release(chain, chain.head());
      }
      Heard heard = new Heard();
      followed.read(heard, Integer.MAX_VALUE);
      assertThat(heard.lost).isPositive();
      assertThat(heard.lost + heard.records.size()).isEqualTo(written);
    }
  }

  @Test
  void aWriterThatOutrunsItsFollowerMakesItLoseRecordsAndNeverReadAWrongOne() throws Exception {
    for (int seed = 1; seed <= 3; seed++) {
      outrun(seed);
    }
  }

  private void outrun(int seed) throws Exception {
    int requests = 30_000;
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger oustings = new AtomicInteger();
    Pairing[] pairing = new Pairing[1];
    Set<String> told = new HashSet<>();
    try (Journal journal = open(2L << 20)) {
      Chain chain = journal.chains().getFirst();
      FollowedChain followed = FollowedChain.follow(chain);
      pairing[0] = new Pairing(chain.id(), _ -> true);
      Thread ledger =
          Thread.ofPlatform()
              .start(() -> {
                while (!over.get()) {
                  journal.release(chain, chain.head());
                  Thread.onSpinWait();
                }
              });
      Thread reader =
          Thread.ofPlatform()
              .start(() -> {
                Random random = new Random(seed);
                while (!over.get() || followed.lag() > 0) {
                  // Now and then it sleeps over many segments.
                  if (random.nextInt(8) == 0 && !over.get()) {
                    long until = chain.head() + (10L << 32);
                    while (chain.head() < until && !over.get()) {
                      Thread.onSpinWait();
                    }
                  }
                  followed.read(counting(pairing[0], oustings), 1 + random.nextInt(2_000));
                  pairing[0].give(row -> told.add(checked(row)));
                }
              });
      for (int number = 0; number < requests; number++) {
        writeNumbered(journal, number);
      }
      over.set(true);
      ledger.join();
      reader.join();
      assertThat(oustings).as("the follower was outrun, seed %d", seed).hasPositiveValue();
      assertThat(3L * told.size() + pairing[0].lost())
          .as("told and lost, seed %d", seed)
          .isEqualTo(3L * requests);
      assertThat(told).as("told, seed %d", seed).isNotEmpty();
      assertThat(pairing[0].openRequests()).isZero();
      assertThat(journal.state().damages()).isEmpty();
    }
    directory = directory.resolve("next");
  }

  private static FollowedChain.Taker counting(Pairing pairing, AtomicInteger oustings) {
    return new FollowedChain.Taker() {
      @Override
      public void missed(long records) {
        oustings.incrementAndGet();
        pairing.missed(records);
      }

      @Override
      public void take(ChainReader reader) {
        pairing.take(reader);
      }
    };
  }

  /** Everything in a row follows from its number. */
  private static String checked(LedgerRow row) {
    String id = row.request().requestId();
    long number = Long.parseLong(id.substring(4));
    assertThat(Sample.unmarked(row))
        .isEqualTo(
            new LedgerRow(
                Sample.over(id, 1, Status.SUCCESS, Sample.GOOGLE),
                List.of(
                    new AttemptRow(
                        Sample.began(id, 1, Sample.GOOGLE), Sample.succeeded(id, 1, number)))));
    return id;
  }

  /** Writes whole requests until the chain stands in a segment; returns how many records. */
  private static long writeUntil(Journal journal, long first, int segment) {
    Chain chain = journal.chains().getFirst();
    long written = 0;
    while (chain.head() >>> 32 < segment) {
      writeNumbered(journal, first + written);
      written += 3;
    }
    return written;
  }

  private static void writeNumbered(Journal journal, long number) {
    UsageLog log = journal.log(0);
    String id = Sample.id(number);
    Waiting.until(() -> {
      try {
        log.began(Sample.began(id, 1, Sample.GOOGLE));
        return true;
      } catch (JournalFull e) {
        return false;
      }
    });
    log.ended(Sample.succeeded(id, 1, number));
    log.ended(Sample.over(id, 1, Status.SUCCESS, Sample.GOOGLE));
  }

  private Journal open(long maxSize) throws Exception {
    return Journal.open(directory, 1, new JournalSettings(maxSize, SEGMENT), CLOCK);
  }
}
