package dev.breakwater.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The server as it is shipped: its jar, run with the options of the launcher. */
final class Packaged {
  private static final Path JAR =
      Path.of("../server/target/breakwater-server.jar").toAbsolutePath().normalize();

  /** The launcher's options; class sharing aside, which changes nothing but the start. */
  private static final List<String> OPTIONS =
      List.of(
          "--add-opens",
          "java.base/java.lang=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-Xss512k",
          "-Xlog:disable");

  private Packaged() {}

  static Child run(Path directory, Map<String, String> environment, List<String> arguments) {
    if (!Files.isRegularFile(JAR)) {
      throw new IllegalStateException(JAR + " is not there: ./mvnw verify -pl acceptance -am");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.add("-jar");
    command.add(JAR.toString());
    command.addAll(arguments);
    return Child.start(command, directory, environment);
  }
}
