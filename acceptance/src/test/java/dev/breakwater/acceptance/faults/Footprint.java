package dev.breakwater.acceptance.faults;

import dev.breakwater.acceptance.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a server takes of its machine at one moment.
 *
 * @param files descriptors, sockets among them
 * @param heapBytes what is left after a collection
 */
record Footprint(long threads, long files, long heapBytes) {
  private static final Pattern HEAP =
      Pattern.compile("jvm_memory_used_bytes\\{area=\"heap\"\\} (\\S+)");

  /** Pools that grow when they are first needed and stay: twenty workers, the compilers. */
  private static final int MORE_THREADS = 28;

  /** Connections that stay open for the next call, files of the journal that are made ahead. */
  private static final int MORE_FILES = 16;

  private static final long MORE_HEAP = 24 << 20;

  static Footprint of(Server server) {
    collectGarbage(server);
    Matcher heap = HEAP.matcher(server.http().get("/metrics").body());
    if (!heap.find()) {
      throw new AssertionError("/metrics does not tell the heap");
    }
    return new Footprint(
        entries(server, "task"), entries(server, "fd"), (long) Double.parseDouble(heap.group(1)));
  }

  boolean isNoMoreThan(Footprint base) {
    return threads <= base.threads + MORE_THREADS
        && files <= base.files + MORE_FILES
        && heapBytes <= base.heapBytes + MORE_HEAP;
  }

  private static long entries(Server server, String kind) {
    Path directory = Path.of("/proc", Long.toString(server.child().process().pid()), kind);
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void collectGarbage(Server server) {
    try {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(server.child().process().pid()),
                  "GC.run")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!jcmd.waitFor(20, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
        throw new AssertionError("jcmd could not collect the server's garbage");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
