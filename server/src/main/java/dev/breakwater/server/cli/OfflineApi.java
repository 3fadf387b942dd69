package dev.breakwater.server.cli;

import dev.breakwater.server.config.Configuration;
import java.io.IOException;

/** Does what the API would do, on the files of a server that does not run. */
@FunctionalInterface
public interface OfflineApi {

  /**
   * @param configuration says where the files are
   * @throws dev.breakwater.server.data.DataDirectory.InUse when a server runs on them
   * @throws IOException with a sentence when they cannot be used
   */
  ApiAnswer perform(Configuration configuration, ApiCall call) throws IOException;
}
