package dev.breakwater.server.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes up changes of the configuration file by looking at its content, so that links swapped by a
 * ConfigMap and editors that replace the file are noticed alike. A change holds once two looks in a
 * row see the same text: half-written files are left to be finished.
 */
public final class ConfigurationWatch implements AutoCloseable {

  /** Two looks make a second: within the two that are promised. */
  private static final long PERIOD_MILLISECONDS = 500;

  /** Hears of changes, one call at a time, on the watch's own thread. */
  public interface Listener {

    /**
     * @param text what it was read from
     * @param restartRequired paths whose change holds only from the next start on
     */
    void changed(
        Configuration configuration,
        String text,
        List<Problem> warnings,
        List<String> restartRequired);

    /** The file is broken or gone; what held before goes on holding. */
    void refused(List<Problem> problems);
  }

  private final Path file;
  private final ConfigurationLoader loader;
  private final Configuration started;
  private final Listener listener;
  private final Thread thread;
  private volatile boolean closed;

  // Only the thread that looks touches these.
  private Seen taken;
  private @Nullable Seen pending;

  /**
   * @param text the content that {@code started} was read from
   */
  public ConfigurationWatch(
      Path file,
      ConfigurationLoader loader,
      String text,
      Configuration started,
      Listener listener) {
    this.file = file;
    this.loader = loader;
    this.started = started;
    this.listener = listener;
    this.taken = new Seen(text, "");
    this.thread = Thread.ofPlatform().name("configuration-watch").daemon().unstarted(this::run);
  }

  public ConfigurationWatch start() {
    thread.start();
    return this;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void run() {
    while (!closed) {
      try {
        Thread.sleep(PERIOD_MILLISECONDS);
        look();
      } catch (InterruptedException closing) {
        return;
      } catch (RuntimeException failure) {
        // A listener's failure must not end the watch.
        System.getLogger(ConfigurationWatch.class.getName())
            .log(System.Logger.Level.ERROR, "a changed configuration was not taken up", failure);
      }
    }
  }

  /** Looks once; package-private for tests, which look when they like. */
  void look() {
    Seen seen = see();
    if (seen.equals(taken)) {
      pending = null;
    } else if (seen.equals(pending)) {
      pending = null;
      taken = seen;
      takeUp(seen);
    } else {
      pending = seen;
    }
  }

  private Seen see() {
    try {
      return new Seen(ConfigurationFile.read(file), "");
    } catch (IOException unreadable) {
      return new Seen("", String.valueOf(unreadable.getMessage()));
    }
  }

  /**
   * A file that says nothing would be a good one, of defaults: but what happens to a running
   * server's file is that a full disk or a mistake leaves it empty.
   */
  private static boolean saysNothing(Seen seen) {
    return seen.failure().isEmpty()
        && seen.text().lines().allMatch(line -> line.isBlank() || line.strip().startsWith("#"));
  }

  private void takeUp(Seen seen) {
    String failure =
        saysNothing(seen) ? file + " says nothing; write {} to go by defaults" : seen.failure();
    if (!failure.isEmpty()) {
      listener.refused(List.of(new Problem(new Origin.InFile(file.toString(), 1, 1), "", failure)));
      return;
    }
    switch (loader.load(file.toString(), seen.text())) {
      case Loaded.Accepted accepted ->
          listener.changed(
              accepted.configuration(),
              seen.text(),
              accepted.warnings(),
              started.restartRequired(accepted.configuration()));
      case Loaded.Rejected rejected -> listener.refused(rejected.problems());
    }
  }

  /**
   * @param failure why there is no text; empty when there is
   */
  private record Seen(String text, String failure) {}
}
