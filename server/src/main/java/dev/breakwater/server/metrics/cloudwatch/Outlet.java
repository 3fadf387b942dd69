package dev.breakwater.server.metrics.cloudwatch;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Takes lines away, one after the other, on one thread that may wait. */
interface Outlet extends AutoCloseable {
  /**
   * @throws IOException when the line is not on its way, so that it may be tried again
   */
  void write(String line) throws IOException;

  @Override
  default void close() {}

  static Outlet to(Output output) {
    return switch (output) {
      case Output.Stdout stdout -> printing(System.out);
      case Output.ToFile file -> appending(file.path());
      case Output.Tcp tcp -> new TcpOutlet(tcp.host(), tcp.port());
    };
  }

  static Outlet printing(PrintStream stream) {
    return line -> {
      stream.println(line);
      if (stream.checkError()) {
        throw new IOException("standard output takes nothing more");
      }
    };
  }

  private static Outlet appending(Path path) {
    return line -> {
      try {
        Files.writeString(path, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    };
  }
}
