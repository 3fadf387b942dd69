package dev.breakwater.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Keeps the text of the last good configuration in the data directory, for a start with {@code
 * --last-good}. References to the environment stay references; the file is the owner's alone all
 * the same, for secrets may be written out in it.
 */
public final class LastGood {

  private static final String NAME = "configuration.last-good";

  private LastGood() {}

  /**
   * @throws IOException when the data directory cannot be made or written to
   */
  public static void keep(Path data, String text) throws IOException {
    Files.createDirectories(data);
    Path kept = data.resolve(NAME);
    Path fresh = data.resolve(NAME + ".new");
    Files.deleteIfExists(fresh);
    if (Files.getFileStore(data).supportsFileAttributeView("posix")) {
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(fresh, text);
    Files.move(fresh, kept, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Empty when none was ever kept. */
  public static Optional<String> read(Path data) throws IOException {
    try {
      return Optional.of(Files.readString(file(data)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  public static Path file(Path data) {
    return data.resolve(NAME);
  }
}
