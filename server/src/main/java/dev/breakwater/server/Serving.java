package dev.breakwater.server;

import dev.breakwater.server.cli.ServerStarter;
import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.config.ConfigurationWatch;
import dev.breakwater.server.config.LastGood;
import dev.breakwater.server.config.Problem;
import java.io.IOException;
import java.io.PrintWriter;
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
    TakeUp takeUp = new TakeUp(server, configuration.data());
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
  private record TakeUp(Breakwater server, Path data) implements ConfigurationWatch.Listener {
    @Override
    public void changed(
        Configuration configuration,
        String text,
        List<Problem> warnings,
        List<String> restartRequired) {
      server.takeUp(configuration, restartRequired);
      warnings.forEach(warning -> LOG.warn("configuration: {}", warning));
      keepAsLastGood(text);
      LOG.info("the changed configuration holds from now on");
      if (!restartRequired.isEmpty()) {
        LOG.warn("these changes need a restart: {}", String.join(", ", restartRequired));
      }
    }

    private void keepAsLastGood(String text) {
      try {
        LastGood.keep(data, text);
      } catch (IOException e) {
        LOG.warn("the last good configuration is not kept: {}", e.toString());
      }
    }

    @Override
    public void refused(List<Problem> problems) {
      server.refuse(problems);
      problems.forEach(problem -> LOG.error("configuration: {}", problem));
      LOG.error("the changed configuration is refused whole; the last good one stays in force");
    }
  }
}
