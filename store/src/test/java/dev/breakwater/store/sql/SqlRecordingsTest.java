package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.recording.SealedBodies;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SqlRecordingsTest extends OnEachDatabase {
  private static final long NOW = 1_750_000_000_000L;

  private SqlRecordings recordings;

  SqlRecordingsTest(TestDatabase.Kind kind) {
    super(kind);
  }

  @BeforeEach
  void open() {
    recordings = new SqlRecordings(database);
  }

  private static SealedBodies bodies(String id, long expires) {
    return new SealedBodies("acme", id, NOW, expires, new byte[] {1, 0, -1});
  }

  @Test
  void theyComeBackAsTheyWereKeptUntilTheyExpire() {
    SealedBodies kept = bodies("req_1", NOW + 10);
    recordings.put(List.of(kept, bodies("req_2", NOW + 20)));
    recordings.put(List.of(bodies("req_1", NOW + 99)));
    assertThat(recordings.find("req_1", NOW)).get().usingRecursiveComparison().isEqualTo(kept);
    assertThat(recordings.find("req_1", NOW + 10)).isEmpty();
    assertThat(recordings.find("req_3", NOW)).isEmpty();
  }

  @Test
  void whatHasExpiredGoesPieceByPiece() {
    recordings.put(
        List.of(
            bodies("req_1", NOW + 1),
            bodies("req_2", NOW + 2),
            bodies("req_3", NOW + 3),
            bodies("req_4", NOW + 40)));
    assertThat(recordings.expire(NOW + 3, 2)).isEqualTo(2);
    assertThat(recordings.find("req_3", NOW)).as("the youngest goes last").isPresent();
    assertThat(recordings.expire(NOW + 3, 2)).isEqualTo(1);
    assertThat(recordings.expire(NOW + 3, 2)).isZero();
    assertThat(recordings.find("req_4", NOW)).isPresent();
  }
}
