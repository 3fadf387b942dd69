package dev.breakwater.server.cli;

import dev.breakwater.server.config.ConfigurationFile;
import dev.breakwater.server.config.ConfigurationLoader;
import dev.breakwater.server.config.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that a command works with: the named file, else {@code breakwater.yaml} in the
 * working directory, else the defaults.
 *
 * @param file absent when there is none
 */
record ConfigurationSource(Optional<Path> file, String text, Loaded loaded) {

  /**
   * @param named null when the command line names none
   * @throws IOException when the file cannot be read; its message says why
   */
  static ConfigurationSource read(@Nullable Path named, ConfigurationLoader loader)
      throws IOException {
    Path file = named == null ? ConfigurationFile.USUAL : named;
    if (named == null && !Files.exists(file)) {
      return new ConfigurationSource(Optional.empty(), "", loader.loadDefaults());
    }
    String text = ConfigurationFile.read(file);
    return new ConfigurationSource(Optional.of(file), text, loader.load(file.toString(), text));
  }

  String name() {
    return file.map(Path::toString)
        .orElse("the defaults (there is no " + ConfigurationFile.USUAL + ")");
  }
}
