package dev.breakwater.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The classes of the packaged server, loaded and linked beforehand, as its launcher has them: a
 * start takes half of the processor's time. Made once a build, beside the first tests of one fork;
 * who starts meanwhile goes without it, which changes nothing else.
 */
final class StartCache {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path CACHE = TARGET.resolve("breakwater.aot");
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private StartCache() {}

  /**
   * Begins to make it, unless it is there or is being made.
   *
   * @param java with the options that servers are run with
   */
  static void begin(List<String> java, Path jar) {
    Thread.ofPlatform()
        .daemon()
        .name("start-cache")
        .start(() -> {
          try {
            makeAlone(java, jar);
          } catch (IOException | RuntimeException | Error e) {
            System.err.println("servers start without a cache: " + e);
          }
        });
  }

  /** The option that uses it; empty until it is there. */
  static Optional<String> option(Path jar) {
    try {
      return isOf(jar) ? Optional.of("-XX:AOTCache=" + CACHE) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOf(Path jar) throws IOException {
    return Files.exists(CACHE)
        && Files.getLastModifiedTime(CACHE).compareTo(Files.getLastModifiedTime(jar)) > 0;
  }

  private static void makeAlone(List<String> java, Path jar) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                CACHE.resolveSibling("breakwater.aot.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        @Nullable FileLock lock = channel.tryLock()) {
      if (lock != null && !isOf(jar)) {
        make(java, jar);
      }
    }
  }

  private static void make(List<String> java, Path jar) throws IOException {
    Path fresh = CACHE.resolveSibling("breakwater.aot.new");
    List<String> command = new ArrayList<>(java);
    command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining"));
    command.addAll(List.of("-XX:AOTCacheOutput=" + fresh, "-jar", jar.toString()));
    command.addAll(List.of("train", "--seconds", "1"));
    try (Child trained = Child.start(command, TARGET, Map.of())) {
      trained.ended(LIMIT);
    }
    if (Files.exists(fresh)) {
      Files.move(fresh, CACHE, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
