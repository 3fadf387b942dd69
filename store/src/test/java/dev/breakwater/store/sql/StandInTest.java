package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.chains.ChainPlace;
import dev.breakwater.operations.keys.KeyFilter;
import dev.breakwater.operations.keys.StoredKey;
import dev.breakwater.store.sqlite.SqliteSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was decided is known while the database is away, by a snapshot of either kind. */
class StandInTest extends OnEachDatabase {
  private static final Instant NOW = Instant.ofEpochMilli(1_750_000_000_123L);
  private static final StoredKey KEY =
      new StoredKey(
          new VirtualKey("key_1", "app", "acme", "staging", Set.of(VirtualKey.Scope.INFERENCE)),
          "bw_abcd",
          new byte[] {1, 2, 3},
          NOW,
          null);
  private static final ChainPlace PLACE = new ChainPlace("acme", "production");
  private static final ChainSettings CHAIN =
      ChainSettings.of(
          "production",
          new Target("openai", "gpt-4o"),
          List.of(),
          AttemptSettings.DEFAULT,
          ChainSettings.Origin.API);

  private byte[] snapshot = new byte[0];

  StandInTest(TestDatabase.Kind kind) {
    super(kind);
  }

  @BeforeEach
  void decide() {
    new SqlKeys(database).add(KEY);
    new SqlChainOverrides(database).put(PLACE, CHAIN, NOW);
    snapshot = SqliteSnapshot.of(database);
  }

  @Test
  void aSnapshotSaysWhatTheDatabaseSaid() {
    try (StandIn standIn = new StandIn(new Switched(() -> true), SqliteSnapshot.open(snapshot))) {
      assertThat(new SqlKeys(standIn).page(KeyFilter.ALL, "", 10)).containsExactly(KEY);
      assertThat(new SqlChainOverrides(standIn).all()).isEqualTo(Map.of(PLACE, CHAIN));
      assertThat(standIn.isNeeded()).isTrue();
    }
  }

  @Test
  void nothingIsWrittenToASnapshot() {
    try (StandIn standIn = new StandIn(new Switched(() -> true), SqliteSnapshot.open(snapshot))) {
      assertThatThrownBy(() -> new SqlKeys(standIn).put(KEY)).isInstanceOf(StoreUnavailable.class);
    }
  }

  @Test
  void onceReachedTheDatabaseAloneIsAsked() {
    boolean[] away = {true};
    try (StandIn standIn =
        new StandIn(new Switched(() -> away[0]), SqliteSnapshot.open(snapshot))) {
      SqlChainOverrides chains = new SqlChainOverrides(standIn);
      assertThat(chains.all()).hasSize(1);
      new SqlChainOverrides(database).delete(PLACE);
      away[0] = false;
      assertThat(chains.all()).isEmpty();
      assertThat(standIn.isNeeded()).isFalse();
      away[0] = true;
      assertThatThrownBy(chains::all).isInstanceOf(StoreUnavailable.class);
    }
  }

  @Test
  void whatIsNoSnapshotIsRefused() {
    assertThatThrownBy(
            () -> {
              try (SqliteSnapshot opened = SqliteSnapshot.open(new byte[] {1, 2, 3})) {
                new SqlKeys(opened).page(KeyFilter.ALL, "", 10);
              }
            })
        .isInstanceOf(StoreUnavailable.class);
  }

  /** The database, as long as it is not away. */
  private final class Switched extends ForwardingDatabase {
    private final Supplier<Boolean> away;

    Switched(Supplier<Boolean> away) {
      super(database);
      this.away = away;
    }

    @Override
    void before() {
      if (away.get()) {
        throw new StoreUnavailable("away");
      }
    }
  }
}
