package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own that says {@code go} when it begins with what it is to be killed in, and
 * {@code done} when it was quicker.
 */
public final class KilledProcess {
  private static final int KILLED = 137;

  private KilledProcess() {}

  /**
   * Runs a program and kills it.
   *
   * @param micros how long after its beginning
   * @return whether it was killed before it was done
   */
  public static boolean killAfter(long micros, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path", ""),
                program.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).isEqualTo("go");
      boolean endedByItself = process.waitFor(micros, TimeUnit.MICROSECONDS);
      // The handle kills without closing the pipe, whose rest still counts.
      process.toHandle().destroyForcibly();
      boolean done = lines.lines().anyMatch("done"::equals);
      int status = process.waitFor();
      if (!endedByItself && !done) {
        assertThat(status).as("killed by a signal").isEqualTo(KILLED);
      }
      return !done;
    } finally {
      process.destroyForcibly();
    }
  }
}
