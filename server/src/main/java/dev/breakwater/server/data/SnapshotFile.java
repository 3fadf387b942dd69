package dev.breakwater.server.data;

import dev.breakwater.gateway.responses.Vault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;

/**
 * Where the last snapshot of keys, credentials and settings lies: one sealed file, replaced whole.
 */
public final class SnapshotFile {
  private static final String PURPOSE = "snapshot";

  private final Path file;
  private final Vault vault;

  SnapshotFile(Path file, Vault vault) {
    this.file = file;
    this.vault = vault;
  }

  /**
   * A snapshot and when it was taken.
   *
   * @param content as the store made it
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  public record Kept(Instant at, byte[] content) {}

  /** Replaces what is there; a kill leaves the old one or the new one. */
  public void keep(Kept snapshot) throws IOException {
    ByteBuffer plain = ByteBuffer.allocate(Long.BYTES + snapshot.content().length);
    plain.putLong(snapshot.at().toEpochMilli()).put(snapshot.content());
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(beside);
    Files.createFile(
        beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(beside, vault.seal(plain.array(), PURPOSE));
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Empty when none was ever kept.
   *
   * @throws IOException when it cannot be read or opened, with a sentence for the operator
   */
  public Optional<Kept> read() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      ByteBuffer plain = ByteBuffer.wrap(vault.open(Files.readAllBytes(file), PURPOSE));
      Instant at = Instant.ofEpochMilli(plain.getLong());
      byte[] content = new byte[plain.remaining()];
      plain.get(content);
      return Optional.of(new Kept(at, content));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          file + " is damaged or was sealed under another master key; it is of no use", e);
    }
  }
}
