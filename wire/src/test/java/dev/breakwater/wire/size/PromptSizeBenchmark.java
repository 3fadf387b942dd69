package dev.breakwater.wire.size;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * What a request's size costs on the loop. Its name keeps it out of the gate; {@code
 * -Dtest=PromptSizeBenchmark} runs it, as does {@link #main}.
 */
final class PromptSizeBenchmark {
  /** Processor time: other work on the machine does not count. */
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final int ROUNDS = 11;

  /** Rounds until the compiler has done its work; they do not count. */
  private static final int WARM = 5;

  private static final long BYTES = 200L << 20;

  @Test
  void bodiesOfEverySize() {
    measure();
  }

  public static void main(String[] arguments) {
    new PromptSizeBenchmark().measure();
  }

  private void measure() {
    String prose =
        "The committee will meet on Thursday to discuss the harbour, its wall and tides. ";
    measure("1 KB of English", body(prose, 1 << 10));
    measure("16 KB of English", body(prose, 16 << 10));
    measure("1 KB of Japanese", body("港の防波堤は嵐の海を静かにする。", 1 << 10));
    measure("1 MB of an image", image(1 << 20));
  }

  private static void measure(String what, byte[] body) {
    int times = (int) Math.max(20, BYTES / body.length / 10);
    double[] nanos = new double[ROUNDS];
    long tokens = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long started = THREADS.getCurrentThreadCpuTime();
      for (int time = 0; time < times; time++) {
        tokens += PromptSize.of(body).milliTokens();
      }
      nanos[round] = (THREADS.getCurrentThreadCpuTime() - started) / (double) times;
    }
    double[] warm = Arrays.copyOfRange(nanos, WARM, ROUNDS);
    Arrays.sort(warm);
    assertThat(tokens).isPositive();
    System.out.printf(
        Locale.ROOT, "%-20s %10.0f ns (best %.0f)%n", what, warm[warm.length / 2], warm[0]);
  }

  private static byte[] body(String text, int length) {
    byte[] one = text.getBytes(StandardCharsets.UTF_8);
    String content = text.repeat(Math.max(1, (length - 90) / one.length));
    return ("{\"model\":\"gpt-4o-mini\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\""
            + content
            + "\"}]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] image(int length) {
    return ("{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":"
            + "\"data:image/jpeg;base64,"
            + "/9j/4AAQ".repeat(length / 8)
            + "\"}}]}]}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
