package dev.breakwater.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who holds the directory, and what becomes of the secrets in it. */
class DataDirectoryTest {
  @TempDir Path directory;

  /** What an older program has left; the same in every life. */
  private byte[] pepper() throws IOException {
    try (DataDirectory data = DataDirectory.hold(directory)) {
      Path file = directory.resolve("key-pepper");
      if (!Files.exists(file)) {
        byte[] sealed = new Sealing(data.masterKey()).seal(new byte[32], DataDirectory.PEPPER);
        Files.writeString(file, HexFormat.of().formatHex(sealed) + "\n");
      }
      return data.formerPepper().orElseThrow();
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  @Test
  void aSecondHolderIsRefusedWithTheFirstOnesProcess() throws IOException {
    try (DataDirectory first = DataDirectory.hold(directory)) {
      assertThatIOException()
          .isThrownBy(() -> DataDirectory.hold(directory))
          .withMessageContaining("process " + ProcessHandle.current().pid())
          .withMessageContaining("--data");
      assertThat(first.path()).isEqualTo(directory);
    }
    DataDirectory.hold(directory).close();
  }

  @Test
  void theDirectoryIsMadeWhenItIsNotThere() throws IOException {
    Path deep = directory.resolve("a/b/c");
    try (DataDirectory data = DataDirectory.hold(deep)) {
      assertThat(data.journal()).isEqualTo(deep.resolve("journal"));
      assertThat(deep).isDirectory();
    }
  }

  @Test
  void aPepperThatAnOlderProgramLeftIsFoundAndNoneIsMade() throws IOException {
    try (DataDirectory data = DataDirectory.hold(directory)) {
      assertThat(data.formerPepper()).isEmpty();
    }
    assertThat(directory.resolve("key-pepper")).doesNotExist();
    assertThat(pepper()).isEqualTo(new byte[32]);
    assertThat(pepper()).isEqualTo(new byte[32]);
  }

  @Test
  void theNodeHasOneNameInEveryLifeAndAnotherInEachDirectory(@TempDir Path other)
      throws IOException {
    String name = node(directory);
    assertThat(name).matches("[a-z]{8}");
    assertThat(node(directory)).isEqualTo(name);
    assertThat(node(other)).isNotEqualTo(name);
    Files.writeString(directory.resolve("node"), "../x\n");
    assertThatIOException()
        .isThrownBy(() -> node(directory))
        .withMessageContaining("8 small letters");
  }

  private static String node(Path directory) throws IOException {
    try (DataDirectory data = DataDirectory.hold(directory)) {
      return data.node();
    }
  }

  @Test
  void secretsAreReadableByTheirOwnerOnlyAndNothingIsLeftBeside() throws IOException {
    try (DataDirectory data = DataDirectory.hold(directory)) {
      data.vault();
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("master.key"))))
        .isEqualTo("rw-------");
    try (var files = Files.list(directory)) {
      assertThat(files.map(it -> it.getFileName().toString()))
          .containsExactlyInAnyOrder("lock", "master.key");
    }
  }

  @Test
  void anotherMasterKeyIsToldFromDamage() throws IOException {
    pepper();
    Files.writeString(directory.resolve("master.key"), "00".repeat(32) + "\n");
    assertThatIOException()
        .isThrownBy(this::pepper)
        .withMessageContaining("another master key")
        .withMessageContaining("master.key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "not hexadecimal at all", "zz"})
  void aMasterKeyThatIsNoneIsNamedInASentence(String text) throws IOException {
    pepper();
    Files.writeString(directory.resolve("master.key"), text);
    assertThatIOException()
        .isThrownBy(this::pepper)
        .withMessageContaining("master.key")
        .withMessageContaining("64 hexadecimal digits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "abc", "not hexadecimal at all"})
  void aDamagedPepperIsNamedInASentence(String text) throws IOException {
    pepper();
    Files.writeString(directory.resolve("key-pepper"), text);
    assertThatIOException().isThrownBy(this::pepper).withMessageContaining("key-pepper");
  }

  @Test
  void aPepperWithAFlippedBitIsRefused() throws IOException {
    pepper();
    Path file = directory.resolve("key-pepper");
    String text = Files.readString(file);
    String flipped =
        text.substring(0, 60) + (text.charAt(60) == '0' ? '1' : '0') + text.substring(61);
    Files.writeString(file, flipped);
    assertThatIOException().isThrownBy(this::pepper).withMessageContaining("key-pepper");
  }

  @Test
  void whatTheVaultSealsIsOpenedForItsPurposeOnly() throws IOException {
    try (DataDirectory data = DataDirectory.hold(directory)) {
      byte[] plain = "what was said".getBytes(StandardCharsets.UTF_8);
      byte[] sealed = data.vault().seal(plain, "table/1");
      assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("said");
      assertThat(data.vault().open(sealed, "table/1")).isEqualTo(plain);
      assertThat(data.vault().seal(plain, "table/1")).isNotEqualTo(sealed);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> data.vault().open(sealed, "table/2"))
          .withMessageContaining("table/2");
    }
  }
}
