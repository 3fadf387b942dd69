package dev.breakwater.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The server as it is shipped: its jar, run with the options of the launcher. */
final class Packaged {
  private static final Path JAR =
      Path.of("../server/target/breakwater-server.jar").toAbsolutePath().normalize();

  private static final AtomicBoolean CACHE_BEGUN = new AtomicBoolean();

  /** With the launcher's options. */
  private static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "--add-opens",
          "java.base/java.lang=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseParallelGC",
          "-XX:ParallelGCThreads=1",
          "-XX:+UseCompactObjectHeaders",
          "-Xss512k");

  private Packaged() {}

  static Child run(Path directory, Map<String, String> environment, List<String> arguments) {
    if (!Files.isRegularFile(JAR)) {
      throw new IllegalStateException(JAR + " is not there: ./mvnw verify -pl acceptance -am");
    }
    if (!CACHE_BEGUN.getAndSet(true)) {
      StartCache.begin(JAVA, JAR);
    }
    List<String> command = new ArrayList<>(JAVA);
    StartCache.option(JAR).ifPresent(command::add);
    command.add("-Xlog:disable");
    command.add("-jar");
    command.add(JAR.toString());
    command.addAll(arguments);
    return Child.start(command, directory, environment);
  }
}
