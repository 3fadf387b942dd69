package dev.breakwater.server.data;

import dev.breakwater.gateway.responses.Vault;
import dev.breakwater.operations.secrets.Reseal;
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
  private static final String SEEN_PURPOSE = "snapshot/seen";

  private final Path file;
  private final Path seen;
  private final Vault vault;

  SnapshotFile(Path file, Vault vault) {
    this.file = file;
    this.seen = file.resolveSibling(file.getFileName() + "-seen");
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
    replace(file, vault.seal(plain.array(), PURPOSE));
  }

  /**
   * Notes that the database answered, and so that the snapshot held. It is sealed, so that an old
   * directory that is put back cannot pass for a fresh one.
   */
  public void seen(Instant at) throws IOException {
    byte[] plain = ByteBuffer.allocate(Long.BYTES).putLong(at.toEpochMilli()).array();
    replace(seen, vault.seal(plain, SEEN_PURPOSE));
  }

  /** When the database was last seen to answer; empty when that is not known. */
  public Optional<Instant> lastSeen() throws IOException {
    if (!Files.exists(seen)) {
      return Optional.empty();
    }
    try {
      byte[] plain = vault.open(Files.readAllBytes(seen), SEEN_PURPOSE);
      return Optional.of(Instant.ofEpochMilli(ByteBuffer.wrap(plain).getLong()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Seals it under another master key; how many files were sealed anew. */
  int reseal(Reseal reseal) throws IOException {
    return reseal(reseal, file, PURPOSE) + reseal(reseal, seen, SEEN_PURPOSE);
  }

  private static int reseal(Reseal reseal, Path file, String purpose) throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    Optional<byte[]> anew = reseal.anew(Files.readAllBytes(file), purpose);
    if (anew.isEmpty()) {
      return 0;
    }
    replace(file, anew.get());
    return 1;
  }

  private static void replace(Path file, byte[] sealed) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(beside);
    Files.createFile(
        beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(beside, sealed);
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
