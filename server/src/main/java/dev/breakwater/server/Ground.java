package dev.breakwater.server;

import dev.breakwater.server.config.Configuration;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What every part of the server stands on.
 *
 * @param configuration the one in force; what needs a restart to change is that of the start
 * @param control how settings are changed
 * @param lifecycle closes what has been opened, in the opposite order
 */
record Ground(
    Supplier<Configuration> configuration,
    Storage storage,
    ChangeControl control,
    Clock clock,
    Lifecycle lifecycle) {

  /**
   * Opens the files and the database.
   *
   * @param environment may give the master key
   * @throws IOException with a sentence for the operator when they cannot be had
   */
  static Ground open(
      Supplier<Configuration> configuration,
      Map<String, String> environment,
      Clock clock,
      Lifecycle lifecycle)
      throws IOException {
    Storage storage = Storage.open(configuration.get(), environment, clock, lifecycle);
    return new Ground(configuration, storage, ChangeControl.open(storage, clock), clock, lifecycle);
  }

  /** The configuration in force at this moment. */
  Configuration current() {
    return configuration.get();
  }

  /** In which days begin and end. */
  ZoneId zone() {
    return current().timezone();
  }
}
