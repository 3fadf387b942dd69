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
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Commands commands =
        new Commands(
            System.getenv(),
            new Serving(System.getenv(), out),
            port -> simulate(port, out),
            new Offline(System.getenv()),
            new SystemPrompt());
    System.exit(commands.run(out, err, arguments));
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
