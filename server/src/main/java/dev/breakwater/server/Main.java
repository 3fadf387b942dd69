package dev.breakwater.server;

import dev.breakwater.server.cli.Commands;
import dev.breakwater.server.cli.SystemPrompt;
import dev.breakwater.simulator.Simulator;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** Where the process begins. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    settleLibraries();
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Commands commands =
        new Commands(
            System.getenv(),
            new Serving(System.getenv(), out),
            port -> simulate(port, out),
            new Training(),
            new Offline(System.getenv()),
            new SystemPrompt());
    System.exit(commands.run(out, err, arguments));
  }

  /**
   * What libraries read once, when their classes are loaded; an option of the same name on the
   * command line goes before.
   */
  private static void settleLibraries() {
    // One class loader is all there is, and held loops are reported by our own watchdog; Vert.x
    // would set the one and read the clock for the other whenever it enters a context.
    settle("vertx.disableTCCL", "true");
    settle("vertx.disableContextTimings", "true");
    // Events for the flight recorder load it at the start, recording or not.
    settle("io.netty.jfr.enabled", "false");
  }

  private static void settle(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Runs the simulated providers until the process is told to stop. */
  private static int simulate(int port, PrintWriter out) throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    Simulator simulator = Simulator.start("127.0.0.1", port);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  simulator.close();
                  stopped.countDown();
                },
                "stop"));
    out.println("Simulated providers openai, anthropic and google on " + simulator.baseUrl());
    out.flush();
    stopped.await();
    return 0;
  }
}
