package dev.breakwater.server.data;

import dev.breakwater.operations.secrets.MasterKeyring;
import dev.breakwater.operations.secrets.SealedPlace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The directory that a server keeps everything in; held by one process at a time. */
public final class DataDirectory implements AutoCloseable {
  static final String PEPPER = "key-pepper";

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;
  private final KeySource keySource;
  private @Nullable NodeKeyring keyring;

  private DataDirectory(Path path, FileChannel channel, FileLock lock, KeySource keySource) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
    this.keySource = keySource;
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
    return hold(path, Map.of());
  }

  /**
   * The same, where the environment may give the master key.
   *
   * @param environment all variables
   * @throws IOException as above
   */
  public static DataDirectory hold(Path path, Map<String, String> environment) throws IOException {
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
    return new DataDirectory(
        path, channel, lock, KeySource.of(path.resolve("master.key"), environment));
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
   * The pepper of the key hashes that an older program kept here; it belongs into the database.
   *
   * @throws IOException when it is there and was sealed under another master key
   */
  public Optional<byte[]> formerPepper() throws IOException {
    Path file = path.resolve(PEPPER);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Sealing(masterKey()).open(secret(file), PEPPER));
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

  /** Seals what is kept in the database, under the master key of the moment. */
  public MasterVault vault() throws IOException {
    return keyring().vault();
  }

  /** What lies sealed in this directory. */
  public SealedPlace sealedFiles() throws IOException {
    return new SealedFiles(path.resolve("key-pepper"), snapshot());
  }

  /** How the master key is exchanged. */
  public MasterKeyring rotation() throws IOException {
    return keyring();
  }

  /**
   * The secrets that everything else is sealed under: of 32 bytes, given by the operator or made by
   * the first start.
   */
  MasterKeys masterKey() throws IOException {
    return keyring().keys();
  }

  private synchronized NodeKeyring keyring() throws IOException {
    NodeKeyring known = keyring;
    if (known == null) {
      known = new NodeKeyring(keySource);
      keyring = known;
    }
    return known;
  }

  /** What a file holds in hexadecimal; nothing where it holds anything else. */
  private static byte[] secret(Path file) throws IOException {
    try {
      return HexFormat.of().parseHex(Files.readString(file).trim());
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static void writeSecret(Path file, String text) throws IOException {
    SecretFile.write(file, text);
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
