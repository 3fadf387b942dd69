package dev.breakwater.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.responses.Vault;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.secrets.MasterKeyring;
import dev.breakwater.operations.secrets.Rotation;
import dev.breakwater.operations.secrets.SealedPlace;
import dev.breakwater.store.sql.Database;
import dev.breakwater.store.sql.SqlGeneratedSecrets;
import dev.breakwater.store.sql.SqlRevisions;
import dev.breakwater.store.sql.SqlSealedSecrets;
import dev.breakwater.store.sqlite.SqliteDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationTest {
  private static final String PURPOSE = "generated_secrets/mine";
  private static final byte[] SECRET = "what must not be lost".getBytes(StandardCharsets.UTF_8);
  private static final String KEY_A = "a1".repeat(32);
  private static final String KEY_B = "b2".repeat(32);

  @TempDir Path directory;

  /** One life of a node. */
  private final class Node implements AutoCloseable {
    final DataDirectory data;
    final Database database;
    final SqlGeneratedSecrets secrets;

    Node(Map<String, String> environment) throws IOException {
      data = DataDirectory.hold(directory, environment);
      database = SqliteDatabase.open(data.database());
      secrets = new SqlGeneratedSecrets(database);
    }

    Node() throws IOException {
      this(Map.of());
    }

    Vault vault() throws IOException {
      return data.vault();
    }

    byte[] keep() throws IOException {
      return secrets.keepFirst("mine", vault().seal(SECRET, PURPOSE), Clock.systemUTC().instant());
    }

    byte[] kept() {
      return secrets.find("mine").orElseThrow();
    }

    byte[] opened() throws IOException {
      return vault().open(kept(), PURPOSE);
    }

    Rotation rotation(MasterKeyring keyring, SealedPlace... more) throws IOException {
      List<SealedPlace> places =
          Stream.concat(
                  Stream.<SealedPlace>of(new SqlSealedSecrets(database), data.sealedFiles()),
                  Stream.of(more))
              .toList();
      return new Rotation(
          new Changes(database, change -> {}, new SqlRevisions(database)),
          keyring,
          data.vault(),
          places);
    }

    Rotation rotation(SealedPlace... more) throws IOException {
      return rotation(data.rotation(), more);
    }

    @Override
    public void close() throws IOException {
      database.close();
      data.close();
    }
  }

  private List<String> keysOfTheFile() throws IOException {
    return Files.readAllLines(directory.resolve("master.key"));
  }

  @Test
  void everythingIsSealedUnderANewKeyAndTheOldOneIsGone() throws IOException {
    try (Node node = new Node()) {
      byte[] before = node.keep();
      List<String> oldKeys = keysOfTheFile();
      Rotation.Result result = node.rotation().rotate(Actor.SYSTEM);
      assertThat(result.madeKey()).isTrue();
      assertThat(result.resealed()).isEqualTo(1);
      assertThat(node.kept()).isNotEqualTo(before);
      assertThat(node.opened()).isEqualTo(SECRET);
      assertThat(keysOfTheFile()).hasSize(1).doesNotContainAnyElementsOf(oldKeys);
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("master.key"))))
          .isEqualTo("rw-------");
      assertThat(new SqlRevisions(node.database).current()).containsKey(Topic.SECRETS);
      assertThatThrownBy(() -> node.vault().open(before, PURPOSE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not among those that there are");
    }
    try (Node next = new Node()) {
      assertThat(next.opened()).isEqualTo(SECRET);
    }
  }

  @Test
  void aKillBetweenTheNewKeyAndTheResealingLeavesWhatStarts() throws IOException {
    try (Node node = new Node()) {
      node.keep();
      node.data.rotation().begin();
    }
    assertThat(keysOfTheFile()).hasSize(2);
    startsAndFinishes();
  }

  @Test
  void aKillWithinTheResealingLeavesWhatStarts() throws IOException {
    try (Node node = new Node()) {
      byte[] before = node.keep();
      Rotation breaking =
          node.rotation(reseal -> {
            throw new StoreUnavailable("killed here", new IllegalStateException());
          });
      assertThatThrownBy(() -> breaking.rotate(Actor.SYSTEM)).isInstanceOf(StoreUnavailable.class);
      assertThat(node.kept()).as("all or nothing").isEqualTo(before);
      assertThat(node.opened()).isEqualTo(SECRET);
    }
    startsAndFinishes();
  }

  @Test
  void aKillBeforeTheOldKeyIsRemovedLeavesWhatStarts() throws IOException {
    try (Node node = new Node()) {
      node.keep();
      Rotation stopping = node.rotation(new NeverFinishes(node.data.rotation()));
      assertThatThrownBy(() -> stopping.rotate(Actor.SYSTEM)).isInstanceOf(StoreUnavailable.class);
      assertThat(node.opened()).isEqualTo(SECRET);
    }
    assertThat(keysOfTheFile()).hasSize(2);
    startsAndFinishes();
  }

  /** The next life opens everything, and finishes what was begun. */
  private void startsAndFinishes() throws IOException {
    String newest = keysOfTheFile().getFirst();
    try (Node next = new Node()) {
      assertThat(next.opened()).isEqualTo(SECRET);
      int[] resealed = {0};
      next.rotation(
              reseal -> {
                resealed[0]++;
                return 0;
              })
          .resume();
      assertThat(resealed[0]).as("asked to reseal").isPositive();
      assertThat(keysOfTheFile()).containsExactly(newest);
      assertThat(next.opened()).isEqualTo(SECRET);
      assertThat(next.data.vault().anew(next.kept(), PURPOSE)).isEmpty();
    }
  }

  @Test
  void theFirstKeyOfTheEnvironmentSealsAndAllOpen() throws IOException {
    try (Node node = new Node(Map.of("BREAKWATER_MASTER_KEY", KEY_A))) {
      node.keep();
    }
    assertThat(directory.resolve("master.key")).doesNotExist();
    try (Node node = new Node(Map.of("BREAKWATER_MASTER_KEY", KEY_B + "," + KEY_A))) {
      assertThat(node.opened()).isEqualTo(SECRET);
      Rotation.Result result = node.rotation().rotate(Actor.SYSTEM);
      assertThat(result.madeKey()).isFalse();
      assertThat(result.resealed()).isEqualTo(1);
    }
    try (Node node = new Node(Map.of("BREAKWATER_MASTER_KEY", KEY_B))) {
      assertThat(node.opened()).isEqualTo(SECRET);
    }
    try (Node node = new Node(Map.of("BREAKWATER_MASTER_KEY", KEY_A))) {
      assertThatThrownBy(node::opened).hasMessageContaining("not among those that there are");
    }
  }

  @Test
  void aKeyInAFileThatIsNamedIsReadAgain() throws IOException {
    Path given = directory.resolve("given.key");
    Files.writeString(given, KEY_A + "\n");
    try (Node node = new Node(Map.of("BREAKWATER_MASTER_KEY_FILE", given.toString()))) {
      node.keep();
      Files.writeString(given, KEY_B + "\n" + KEY_A + "\n");
      assertThat(node.rotation().rotate(Actor.SYSTEM).resealed()).isEqualTo(1);
      Files.writeString(given, KEY_B + "\n");
      node.data.rotation().reload();
      assertThat(node.opened()).isEqualTo(SECRET);
    }
  }

  @Test
  void whatCannotBeOpenedStopsTheRotationBeforeAnythingIsLost() throws IOException {
    try (Node node = new Node(Map.of("BREAKWATER_MASTER_KEY", KEY_A))) {
      node.keep();
    }
    try (Node node = new Node(Map.of("BREAKWATER_MASTER_KEY", KEY_B))) {
      byte[] before = node.kept();
      assertThatThrownBy(() -> node.rotation().rotate(Actor.SYSTEM))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("does not have");
      assertThat(node.kept()).isEqualTo(before);
    }
  }

  @Test
  void bodiesAreUntouchedByARotationAndStillOpen() throws IOException {
    try (Node node = new Node()) {
      Vault bodies = BodyVault.open(node.secrets, node.data, Clock.systemUTC());
      byte[] ofToday = bodies.seal(SECRET, "recorded_bodies/1");
      byte[] ofBefore = beforeThereWasAMark(node.data.masterKey().first(), "recorded_bodies/2");
      assertThat(bodies.open(ofBefore, "recorded_bodies/2")).isEqualTo(SECRET);
      node.rotation().rotate(Actor.SYSTEM);
      Vault after = BodyVault.open(node.secrets, node.data, Clock.systemUTC());
      assertThat(after.open(ofToday, "recorded_bodies/1")).isEqualTo(SECRET);
      assertThat(after.open(ofBefore, "recorded_bodies/2")).isEqualTo(SECRET);
      assertThatThrownBy(() -> after.open(ofToday, "recorded_bodies/2"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** As older programs sealed: the nonce, then the rest. */
  private static byte[] beforeThereWasAMark(MasterKeys.Key key, String purpose) {
    try {
      byte[] marked = new Sealing(new MasterKeys(List.of(key))).seal(SECRET, purpose);
      return Arrays.copyOfRange(marked, 3 + MasterKeys.ID_BYTES, marked.length);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aKeyThatIsNoneIsRefusedInWords() throws IOException {
    Files.writeString(directory.resolve("master.key"), HexFormat.of().formatHex(new byte[31]));
    try (DataDirectory data = DataDirectory.hold(directory)) {
      assertThatThrownBy(data::vault)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("64 hexadecimal digits");
    }
  }

  /** Is killed before it forgets. */
  private record NeverFinishes(MasterKeyring keyring) implements MasterKeyring {
    @Override
    public boolean begin() throws IOException {
      return keyring.begin();
    }

    @Override
    public void finish() throws IOException {
      throw new IOException("killed here");
    }

    @Override
    public void reload() throws IOException {
      keyring.reload();
    }

    @Override
    public boolean isUnfinished() {
      return keyring.isUnfinished();
    }

    @Override
    public String keyId() {
      return keyring.keyId();
    }
  }
}
