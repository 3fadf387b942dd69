package dev.breakwater.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a configuration file's text, and never more of it than a configuration can have. */
public final class ConfigurationFile {

  /** The file that is taken when none is named, if it is there. */
  public static final Path USUAL = Path.of("breakwater.yaml");

  private ConfigurationFile() {}

  /**
   * @throws IOException when it cannot be read or is no UTF-8, with a sentence for people
   */
  public static String read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a directory; name the file in it");
    }
    if (!Files.exists(file)) {
      throw new IOException(file + " does not exist");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      // One character is at most four bytes; the loader refuses what is longer.
      bytes = in.readNBytes(4 * (YamlTree.LONGEST + 1));
    } catch (IOException unreadable) {
      throw new IOException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException broken) {
      throw new IOException(file + " is not UTF-8 text", broken);
    }
  }
}
