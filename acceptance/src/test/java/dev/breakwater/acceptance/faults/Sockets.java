package dev.breakwater.acceptance.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The kernel's table of TCP connections. */
final class Sockets {
  private static final int ESTABLISHED = 1;
  private static final int CLOSED_BY_THE_OTHER = 8;

  private Sockets() {}

  private record Entry(int remote, int state) {
    static Entry of(String line) {
      String[] fields = line.strip().split("\\s+", -1);
      return new Entry(port(fields[2]), Integer.parseInt(fields[3], 16));
    }

    private static int port(String address) {
      return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
    }
  }

  /** Whether anybody still holds his side of a connection to a port, closed by the other or not. */
  static boolean isHeld(int remote) {
    return entries()
        .anyMatch(it ->
            it.remote == remote && (it.state == ESTABLISHED || it.state == CLOSED_BY_THE_OTHER));
  }

  private static Stream<Entry> entries() {
    return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
        .flatMap(table -> lines(Path.of(table)).stream().skip(1))
        .map(Entry::of);
  }

  private static List<String> lines(Path table) {
    try {
      return Files.readAllLines(table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
