package dev.breakwater.server;

import dev.breakwater.server.cli.Commands;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Where the process begins. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Commands commands =
        new Commands(
            System.getenv(),
            (_, _) -> {
              throw new UnsupportedOperationException("this build holds no server");
            },
            _ -> {
              throw new UnsupportedOperationException("this build holds no simulator");
            });
    System.exit(commands.run(out, err, arguments));
  }
}
