package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What must never come out of a server. */
public final class Secrets {
  /** The part that every planted secret has. */
  public static final String MARK = "planted-";

  private static final String SIMULATED_PROVIDERS_KEY = "simulated-key";

  private Secrets() {}

  public static void areNowhereIn(List<String> texts) {
    for (String text : texts) {
      assertThat(text).doesNotContain(MARK).doesNotContain(SIMULATED_PROVIDERS_KEY);
    }
  }
}
