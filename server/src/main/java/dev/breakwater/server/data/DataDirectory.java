package dev.breakwater.server.data;

import dev.breakwater.gateway.responses.Vault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory that a server keeps everything in; held by one process at a time. */
public final class DataDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
  private static final int KEY_BYTES = 32;
  private static final String PEPPER = "key-pepper";

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private DataDirectory(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /** Another process holds it. */
  public static final class InUse extends IOException {
    private static final long serialVersionUID = 1;

    InUse(String message) {
      super(message);
    }
  }

  /**
   * Makes the directory when it is not there, and takes hold of it.
   *
   * @throws InUse when another process holds it
   * @throws IOException with a sentence for the operator when it cannot be written
   */
  public static DataDirectory hold(Path path) throws IOException {
    Files.createDirectories(path);
    FileChannel channel =
        FileChannel.open(
            path.resolve("lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    FileLock lock = tryLock(channel);
    if (lock == null) {
      String holder = read(channel);
      channel.close();
      throw new InUse(
          "the data directory "
              + path
              + " is in use by the process "
              + (holder.isBlank() ? "that holds its lock" : holder.trim())
              + "; stop it, or give this server another --data");
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
    return new DataDirectory(path, channel, lock);
  }

  public Path path() {
    return path;
  }

  public Path database() {
    return path.resolve("breakwater.db");
  }

  public Path journal() {
    return path.resolve("journal");
  }

  /**
   * The name of this node among those that share a database: 8 random letters, made by the first
   * start. The journal's place in the ledger is kept under it.
   */
  public String node() throws IOException {
    Path file = path.resolve("node");
    if (Files.exists(file)) {
      String name = Files.readString(file).trim();
      if (!name.matches("[a-z]{8}")) {
        throw new IOException(file + " has to hold 8 small letters");
      }
      return name;
    }
    String name =
        new SecureRandom()
            .ints(8, 'a', 'z' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    writeSecret(file, name);
    return name;
  }

  /**
   * The pepper of the key hashes: 32 bytes, made by the first start and sealed under the master
   * key, so that another master key can seal it anew without a key going dead.
   */
  public byte[] keyPepper() throws IOException {
    Sealing sealing = new Sealing(masterKey());
    Path file = path.resolve("key-pepper");
    try {
      if (Files.exists(file)) {
        return sealing.open(secret(file), PEPPER);
      }
      byte[] pepper = random();
      writeSecret(file, HexFormat.of().formatHex(sealing.seal(pepper, PEPPER)));
      return pepper;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          file
              + " is damaged or was sealed under another master key; put the one it belongs to into"
              + " master.key",
          e);
    }
  }

  /** Where the last snapshot of keys, credentials and settings lies. */
  public SnapshotFile snapshot() throws IOException {
    return new SnapshotFile(path.resolve("snapshot"), vault());
  }

  /** Seals what is kept in the database, under the master key. */
  public Vault vault() throws IOException {
    return new MasterVault(new Sealing(masterKey()));
  }

  /**
   * The secret that everything else is sealed under: 32 bytes, made by the first start, readable by
   * its owner only.
   */
  private byte[] masterKey() throws IOException {
    Path file = path.resolve("master.key");
    if (Files.exists(file)) {
      byte[] key = secret(file);
      if (key.length != KEY_BYTES) {
        throw new IOException(file + " has to hold 64 hexadecimal digits");
      }
      return key;
    }
    byte[] key = random();
    writeSecret(file, HexFormat.of().formatHex(key));
    LOG.warn("made {}: keep a copy of it elsewhere, what is sealed under it is lost without", file);
    return key;
  }

  /** What a file holds in hexadecimal; nothing where it holds anything else. */
  private static byte[] secret(Path file) throws IOException {
    try {
      return HexFormat.of().parseHex(Files.readString(file).trim());
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] random() {
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /** Written beside and moved, so that a kill leaves the whole of it or nothing. */
  private static void writeSecret(Path file, String text) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(beside);
    Files.createFile(
        beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(beside, text + "\n");
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(32);
    channel.read(text, 0);
    return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
  }
}
