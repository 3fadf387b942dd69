package dev.breakwater.gateway.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.recording.BodyRecorder.Heard;
import dev.breakwater.gateway.recording.RecordingSettings.Bodies;
import dev.breakwater.gateway.responses.Vault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BodyRecorderTest {
  private static final long NOW = 1_767_225_600_000L;
  private static final RecordingSettings ALL =
      new RecordingSettings(Bodies.ALL, 100, Duration.ofHours(1));

  private final Store store = new Store();
  private final AtomicLong clock = new AtomicLong(NOW);

  private BodyRecorder start() {
    InstantSource source = () -> Instant.ofEpochMilli(clock.get());
    return BodyRecorder.start(
        store, new Reversing(), text -> text.replace("secret", "***"), () -> ALL, source);
  }

  private static Heard heard(String id, String question, String answer) {
    return new Heard(
        "acme",
        id,
        NOW,
        question.getBytes(StandardCharsets.UTF_8),
        answer.getBytes(StandardCharsets.UTF_8),
        true);
  }

  @Test
  void whatIsKeptIsRedactedSealedAndReadAgain() {
    BodyRecorder recorder = start();
    recorder.keep(heard("req_1", "my secret is 無", "a secret too"));
    recorder.close();
    assertThat(store.kept.values())
        .singleElement()
        .satisfies(body ->
            assertThat(new String(body.content(), StandardCharsets.UTF_8))
                .doesNotContain("secret", "my ***"));
    assertThat(recorder.find("req_1"))
        .contains(new Recorded("acme", "req_1", NOW, "my *** is 無", "a *** too", true));
    assertThat(recorder.find("req_2")).isEmpty();
    assertThat(recorder.lost()).isZero();
  }

  @Test
  void whatHasExpiredIsNotReadAndIsRemoved() {
    BodyRecorder first = start();
    first.keep(heard("req_1", "a", "b"));
    first.close();
    clock.set(NOW + Duration.ofHours(1).toMillis());
    assertThat(first.find("req_1")).isEmpty();
    assertThat(store.kept).hasSize(1);
    BodyRecorder second = start();
    second.keep(heard("req_2", "a", "b"));
    second.close();
    assertThat(store.kept).containsOnlyKeys("req_2");
  }

  @Test
  void aStoreThatTakesNothingCostsRecordingsAndIsCounted() {
    store.away = true;
    BodyRecorder recorder = start();
    recorder.keep(heard("req_1", "a", "b"));
    recorder.close();
    assertThat(recorder.lost()).isOne();
    assertThat(store.kept).isEmpty();
  }

  @Test
  void moreThanCanBeWrittenAreNotWaitedFor() {
    store.slow = true;
    BodyRecorder recorder = start();
    int many = 2_000;
    for (int number = 0; number < many; number++) {
      recorder.keep(heard("req_" + number, "a", "b"));
    }
    assertThat(recorder.lost()).isGreaterThan(1_000);
    store.goOn.countDown();
    recorder.close();
    assertThat(store.kept).hasSize((int) (many - recorder.lost()));
  }

  /** Keeps in memory. */
  private static final class Store implements BodyStore {
    private final Map<String, SealedBodies> kept = new ConcurrentHashMap<>();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private volatile boolean away;
    private volatile boolean slow;

    @Override
    public void put(List<SealedBodies> bodies) {
      if (away) {
        throw new RecordingsUnavailable("planted", new IllegalStateException());
      }
      while (slow && goOn.getCount() > 0) {
        Thread.onSpinWait();
      }
      bodies.forEach(body -> kept.put(body.requestId(), body));
    }

    @Override
    public Optional<SealedBodies> find(String requestId, long nowMillis) {
      return Optional.ofNullable(kept.get(requestId))
          .filter(body -> body.expiresMillis() > nowMillis);
    }

    @Override
    public int expire(long nowMillis, int most) {
      int before = kept.size();
      kept.values().removeIf(body -> body.expiresMillis() <= nowMillis);
      return before - kept.size();
    }
  }

  /** Hides well enough to see whether something was hidden. */
  private static final class Reversing implements Vault {
    @Override
    public byte[] seal(byte[] plain, String purpose) {
      byte[] reversed = new byte[plain.length];
      for (int index = 0; index < plain.length; index++) {
        reversed[index] = (byte) (plain[plain.length - 1 - index] ^ purpose.hashCode());
      }
      return reversed;
    }

    @Override
    public byte[] open(byte[] sealed, String purpose) {
      byte[] plain = new byte[sealed.length];
      for (int index = 0; index < sealed.length; index++) {
        plain[sealed.length - 1 - index] = (byte) (sealed[index] ^ purpose.hashCode());
      }
      return plain;
    }
  }
}
