package dev.breakwater.operations.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.operations.StoreUnavailable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class NewsTest {
  private final Counts counts = new Counts();
  private final List<String> told = new ArrayList<>();
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private final News news = News.quiet(counts, () -> now, Instant.EPOCH);

  @Test
  void whoAskedForATopicIsToldOnceAChange() {
    news.on(Topic.KEYS, () -> told.add("keys"));
    news.on(Topic.FLAGS, () -> told.add("flags"));
    counts.raise(Topic.KEYS);
    news.look();
    news.look();
    assertThat(told).containsExactly("keys");
    counts.raise(Topic.KEYS);
    counts.raise(Topic.KEYS);
    counts.raise(Topic.FLAGS);
    news.look();
    assertThat(told).containsExactly("keys", "keys", "flags");
  }

  @Test
  void whatHappensWhileTheDatabaseIsAwayIsToldAfterwards() {
    news.on(Topic.KEYS, () -> told.add("keys"));
    counts.raise(Topic.KEYS);
    counts.away.set(true);
    news.look();
    assertThat(told).isEmpty();
    counts.away.set(false);
    news.look();
    assertThat(told).containsExactly("keys");
  }

  @Test
  void aListenerThatFailsIsCalledAgainAndKeepsNobodyElseFromBeingTold() {
    AtomicBoolean broken = new AtomicBoolean(true);
    news.on(
        Topic.KEYS,
        () -> {
          if (broken.get()) {
            throw new StoreUnavailable("away", new IllegalStateException());
          }
          told.add("first");
        });
    news.on(Topic.KEYS, () -> told.add("second"));
    counts.raise(Topic.KEYS);
    news.look();
    assertThat(told).containsExactly("second");
    broken.set(false);
    news.look();
    news.look();
    assertThat(told).containsExactly("second", "first");
  }

  @Test
  void whoWaitsForTheDatabaseIsCalledOnceWhenItAnswers() {
    news.whenReached(() -> told.add("reached"));
    counts.away.set(true);
    news.look();
    assertThat(told).isEmpty();
    counts.away.set(false);
    news.look();
    news.look();
    assertThat(told).containsExactly("reached");
  }

  @Test
  void itKnowsWhenTheDatabaseAnsweredLast() {
    List<Instant> seen = new ArrayList<>();
    news.whenSeen(seen::add);
    assertThat(news.lastSeen()).isEqualTo(Instant.EPOCH);
    news.look();
    Instant first = now;
    now = now.plusSeconds(60);
    counts.away.set(true);
    news.look();
    assertThat(news.lastSeen()).isEqualTo(first);
    assertThat(seen).containsExactly(first);
    counts.away.set(false);
    news.look();
    assertThat(news.lastSeen()).isEqualTo(now);
  }

  @Test
  void itAsksByItselfUntilItIsClosed() throws InterruptedException {
    CountDownLatch heard = new CountDownLatch(1);
    News running = News.quiet(counts, InstantSource.system(), Instant.EPOCH).start();
    running.on(Topic.TENANTS, heard::countDown);
    counts.raise(Topic.TENANTS);
    assertThat(heard.await(60, TimeUnit.SECONDS)).isTrue();
    running.close();
  }

  /** Counts in memory. */
  private static final class Counts implements Revisions {
    private final Map<Topic, Long> counts = new EnumMap<>(Topic.class);
    private final AtomicBoolean away = new AtomicBoolean();

    @Override
    public synchronized void raise(Topic topic) {
      counts.merge(topic, 1L, Long::sum);
    }

    @Override
    public synchronized Map<Topic, Long> current() {
      if (away.get()) {
        throw new StoreUnavailable("away", new IllegalStateException());
      }
      return new EnumMap<>(counts);
    }
  }
}
