package dev.breakwater.server.cli;

import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.config.ConfigurationLoader;
import java.nio.file.Path;
import java.util.Optional;

/** Runs the server until it is told to stop. */
@FunctionalInterface
public interface ServerStarter {

  /**
   * @return the exit code: 0 after an orderly stop
   * @throws Exception when the server cannot start; its message is shown
   */
  int serve(ServeOptions options, Configuration configuration) throws Exception;

  /**
   * What a server needs to take up later changes.
   *
   * @param file the file to watch; absent when there is none
   * @param text what the configuration was read from
   * @param loader reads the file's later contents under the same environment and options
   */
  record ServeOptions(Optional<Path> file, String text, ConfigurationLoader loader) {}
}
