package dev.breakwater.server;

import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.ChangeText;
import dev.breakwater.server.cli.ServerStarter;
import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.config.ConfigurationWatch;
import dev.breakwater.server.config.LastGood;
import dev.breakwater.server.config.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a server in this process until it is told to stop, and takes up changes of its file. */
final class Serving implements ServerStarter {
  private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

  private final Map<String, String> environment;
  private final PrintWriter out;

  Serving(Map<String, String> environment, PrintWriter out) {
    this.environment = environment;
    this.out = out;
  }

  @Override
  public int serve(ServeOptions options, Configuration configuration) throws Exception {
    CountDownLatch stopped = new CountDownLatch(1);
    Breakwater server = Breakwater.start(configuration, environment);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  stopped.countDown();
                },
                "stop"));
    greet(configuration, server.started());
    options.file().ifPresent(file -> watch(server, file, options, configuration));
    stopped.await();
    return 0;
  }

  private static void watch(
      Breakwater server, Path file, ServeOptions options, Configuration configuration) {
    TakeUp takeUp = new TakeUp(server, file, configuration.data());
    new ConfigurationWatch(file, options.loader(), options.text(), configuration, takeUp).start();
  }

  private void greet(Configuration configuration, Breakwater.Started started) {
    String host = configuration.server().host();
    out.println(
        "Breakwater " + Version.text() + " listens on http://" + host + ":" + started.port());
    started.madeKeys().forEach(made -> out.printf("  %s key  %s%n", made.use(), made.key()));
    if (!started.madeKeys().isEmpty()) {
      out.println("  Keys are shown this once; only their hashes are kept.");
    }
    started
        .simulatorUrl()
        .ifPresent(url ->
            out.println(
                "  "
                    + (configuration.simulator().filter(it -> it.asked()).isPresent()
                        ? "Simulated"
                        : "No provider is configured, so there are simulated")
                    + " providers openai, anthropic and google on "
                    + url));
    if (configuration.server().openAccess()) {
      out.println("  Authentication is off (--open).");
    }
    out.flush();
  }

  /** Hears of changes of the file. */
  private record TakeUp(Breakwater server, Path file, Path data)
      implements ConfigurationWatch.Listener {
    private static final int MOST_PLACES = 20;

    @Override
    public void changed(
        Configuration configuration, List<Problem> warnings, List<String> restartRequired) {
      server.takeUp(configuration);
      server.note(
          of("configuration.reload", ChangeText.object().put("restartRequired", restartRequired)));
      warnings.forEach(warning -> LOG.warn("configuration: {}", warning));
      keepAsLastGood();
      LOG.info("the changed configuration holds from now on");
      if (!restartRequired.isEmpty()) {
        LOG.warn("these changes need a restart: {}", String.join(", ", restartRequired));
      }
    }

    /** Places only: what stands there may be a secret. */
    private Change of(String action, ChangeText what) {
      return new Change(Actor.SYSTEM, action, file.toString(), "", "", what.text());
    }

    private void keepAsLastGood() {
      try {
        LastGood.keep(data, Files.readString(file));
      } catch (IOException e) {
        LOG.warn("the last good configuration is not kept: {}", e.toString());
      }
    }

    @Override
    public void refused(List<Problem> problems) {
      problems.forEach(problem -> LOG.error("configuration: {}", problem));
      List<String> places =
          problems.stream().limit(MOST_PLACES).map(it -> it.origin() + " " + it.path()).toList();
      server.note(
          of(
              "configuration.refuse",
              ChangeText.object().put("problems", problems.size()).put("places", places)));
      LOG.error("the changed configuration is refused whole; the last good one stays in force");
    }
  }
}
