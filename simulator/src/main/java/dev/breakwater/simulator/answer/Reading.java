package dev.breakwater.simulator.answer;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a vendor understood a request. */
public sealed interface Reading {
  /** The model that is asked for, when the request names one. */
  @Nullable String model();

  /** Whether a stream is asked for. */
  boolean stream();

  /** Whether the request asks a model for an answer, be it well formed or not. */
  boolean generation();

  /**
   * A model is to answer.
   *
   * @param inputTokens tokens of the prompt
   * @param composer makes the answer as a script wishes
   */
  record Generation(
      @Nullable String model, boolean stream, long inputTokens, Function<Wishes, Answer> composer)
      implements Reading {
    @Override
    public boolean generation() {
      return true;
    }
  }

  /** The vendor refuses the request. */
  record Refusal(@Nullable String model, boolean stream, boolean generation, Document document)
      implements Reading {}

  /**
   * The vendor lists its models.
   *
   * @param list makes the list of the names that a script wants in it; of the usual ones for null
   */
  record ModelList(Function<@Nullable List<String>, Document> list) implements Reading {
    @Override
    public @Nullable String model() {
      return null;
    }

    @Override
    public boolean stream() {
      return false;
    }

    @Override
    public boolean generation() {
      return false;
    }
  }

  /** Anything else that a vendor serves: single models, token counts. */
  record Side(@Nullable String model, Document document) implements Reading {
    @Override
    public boolean stream() {
      return false;
    }

    @Override
    public boolean generation() {
      return false;
    }
  }
}
