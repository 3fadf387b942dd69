package dev.breakwater.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * What the load generator is asked to do, as its options (see {@code load.c}).
 *
 * @param arguments names and values in turn
 */
record LoadPlan(List<String> arguments) {
  /** A key that Breakwater's configuration names; nginx and the mock do not look. */
  static final String KEY = "bench-key-0123456789";

  private static final String QUESTION =
      "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"system\",\"content\":\"You are a harbour"
          + " pilot and answer in one sentence.\"},{\"role\":\"user\",\"content\":\"How calm is the"
          + " water behind the breakwater today?\"}],\"temperature\":0.2";

  LoadPlan {
    arguments = List.copyOf(arguments);
  }

  /** Whole completions. */
  static LoadPlan whole() {
    return of(QUESTION + "}");
  }

  /**
   * Streams of so many events with content.
   *
   * @param every milliseconds between two of them; 0 for as fast as they are taken
   */
  static LoadPlan streamed(int chunks, int every) {
    String hint = ",\"user\":\"bench chunks=" + chunks + " every=" + every + "\"}";
    return of(QUESTION + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}" + hint)
        .with("--stream");
  }

  /**
   * The same streams asked for in OpenAI's older words, which no provider is spoken to in: every
   * event is read into the neutral model and written anew.
   */
  static LoadPlan translated(int chunks, int every) {
    return of("{\"model\":\"gpt-4o-mini\",\"prompt\":\"How calm is the water behind the breakwater"
            + " today?\",\"temperature\":0.2,\"stream\":true,\"stream_options\":{\"include_usage\":true},"
            + "\"user\":\"bench chunks="
            + chunks
            + " every="
            + every
            + "\"}")
        .with("--path", "/v1/completions")
        .with("--stream");
  }

  private static LoadPlan of(String body) {
    return new LoadPlan(List.of("--body", body, "--header", "Authorization: Bearer " + KEY));
  }

  LoadPlan connections(int connections) {
    return with("--connections", connections);
  }

  LoadPlan seconds(int seconds) {
    return with("--seconds", seconds);
  }

  LoadPlan with(String option, Object... values) {
    List<String> all = new ArrayList<>(arguments);
    all.add(option);
    for (Object value : values) {
      all.add(value.toString());
    }
    return new LoadPlan(all);
  }
}
