package dev.breakwater.acceptance.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The kernel's table of TCP connections: what waits in its buffers is in nobody's memory. */
final class Sockets {
  private static final int ESTABLISHED = 1;
  private static final int CLOSED_BY_THE_OTHER = 8;

  private Sockets() {}

  private record Entry(int local, int remote, int state, long unsent, long unread) {
    static Entry of(String line) {
      String[] fields = line.strip().split("\\s+");
      String[] queues = fields[4].split(":");
      return new Entry(
          port(fields[1]),
          port(fields[2]),
          Integer.parseInt(fields[3], 16),
          Long.parseLong(queues[0], 16),
          Long.parseLong(queues[1], 16));
    }

    private static int port(String address) {
      return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
    }
  }

  /** Bytes on their way from one port to another: sent and not taken, on either side. */
  static long inFlight(int from, int to) {
    return entries()
        .mapToLong(it -> {
          if (it.local == from && it.remote == to) {
            return it.unsent;
          }
          return it.local == to && it.remote == from ? it.unread : 0;
        })
        .sum();
  }

  /** Whether one side holds a connection with the other. */
  static boolean isConnected(int local, int remote) {
    return entries()
        .anyMatch(it -> it.local == local && it.remote == remote && it.state == ESTABLISHED);
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
