package dev.breakwater.server.cli;

import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.data.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/**
 * Calls the API of a running server where one is named or holds the data directory; else the same
 * is done on the files themselves.
 */
final class AdminCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LONGEST_PAGE = "1000";

  @Mixin private final ServerOptions options;
  private final OfflineApi offline;

  AdminCalls(Map<String, String> environment, Console console, OfflineApi offline) {
    this.options = new ServerOptions(environment, console);
    this.offline = offline;
  }

  /**
   * What the API answers.
   *
   * @throws IOException with a sentence when it refuses, or nobody can do it
   */
  JsonNode call(ApiCall call) throws IOException, InterruptedException {
    if (options.nameAServer()) {
      return byServer(call);
    }
    Configuration configuration = options.configuration();
    // Other nodes may be at work on a shared database; and where no server ever ran, one runs
    // elsewhere.
    if (configuration.database().isPresent()
        || !Files.exists(configuration.data().resolve("lock"))) {
      return byServer(call);
    }
    try {
      return offline.perform(configuration, call).json(configuration.data().toString());
    } catch (DataDirectory.InUse e) {
      return byServer(call);
    }
  }

  /** The same where it takes a server that runs. */
  JsonNode byServer(ApiCall call) throws IOException, InterruptedException {
    return options.ask(call, PATIENCE);
  }

  /**
   * All that is listed under a name, page by page.
   *
   * @throws IOException as {@link #call} does
   */
  List<JsonNode> all(ApiCall call, String name) throws IOException, InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    ApiCall next = call.with("limit", LONGEST_PAGE);
    @Nullable String cursor;
    do {
      JsonNode page = call(next);
      page.path(name).forEach(all::add);
      cursor = page.path("nextCursor").stringValue(null);
      next = next.with("cursor", cursor);
    } while (cursor != null);
    return all;
  }
}
