package dev.breakwater.server.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the master keys come from. */
sealed interface KeySource {
  /** Keys themselves. */
  String VARIABLE = "BREAKWATER_MASTER_KEY";

  /** The name of a file that holds them. */
  String FILE_VARIABLE = "BREAKWATER_MASTER_KEY_FILE";

  /**
   * @throws IOException with a sentence for the operator when there are none that can be used
   */
  MasterKeys read() throws IOException;

  /** Whether we make them and may exchange them. */
  boolean isOurs();

  /**
   * @param own the file in the data directory
   */
  static KeySource of(Path own, Map<String, String> environment) {
    String keys = environment.getOrDefault(VARIABLE, "").strip();
    String file = environment.getOrDefault(FILE_VARIABLE, "").strip();
    if (!keys.isEmpty()) {
      return new Given(keys, own);
    }
    return file.isEmpty() ? new Own(own) : new GivenFile(Path.of(file), own);
  }

  /** Our own file; made when it is not there, readable by its owner only. */
  record Own(Path file) implements KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

    @Override
    public MasterKeys read() throws IOException {
      if (Files.exists(file)) {
        return MasterKeys.parse(Files.readString(file), file.toString());
      }
      MasterKeys made = new MasterKeys(java.util.List.of(MasterKeys.made()));
      write(made);
      LOG.warn(
          "made {}: keep a copy of it elsewhere, what is sealed under it is lost without", file);
      return made;
    }

    void write(MasterKeys keys) throws IOException {
      SecretFile.write(file, keys.text());
    }

    @Override
    public boolean isOurs() {
      return true;
    }
  }

  /** The operator's own, in the environment. */
  record Given(String text, Path own) implements KeySource {
    @Override
    public MasterKeys read() throws IOException {
      return withFormer(MasterKeys.parse(text, VARIABLE), own);
    }

    @Override
    public boolean isOurs() {
      return false;
    }

    @Override
    public String toString() {
      return VARIABLE;
    }
  }

  /** The operator's own, in a file that something else manages. */
  record GivenFile(Path file, Path own) implements KeySource {
    @Override
    public MasterKeys read() throws IOException {
      if (!Files.isReadable(file)) {
        throw new IOException(
            FILE_VARIABLE + " names " + file + ", which is not there or cannot be read");
      }
      return withFormer(MasterKeys.parse(Files.readString(file), file.toString()), own);
    }

    @Override
    public boolean isOurs() {
      return false;
    }
  }

  /** A key that we made before the operator gave one still opens, until everything is resealed. */
  private static MasterKeys withFormer(MasterKeys given, Path own) throws IOException {
    return Files.exists(own)
        ? given.and(MasterKeys.parse(Files.readString(own), own.toString()))
        : given;
  }
}
