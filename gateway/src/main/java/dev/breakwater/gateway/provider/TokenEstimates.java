package dev.breakwater.gateway.provider;

import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.size.ImageBilling;
import dev.breakwater.wire.size.PromptSize;
import dev.breakwater.wire.size.Script;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Guesses the tokens of calls whose usage is not reported, from bytes: those of the prompt and
 * those of the text that came. It begins with what is usual for a script, and learns by model and
 * script from what is reported. One a loop: it is not for several threads.
 */
public final class TokenEstimates {
  /** Models that callers make up must not fill the memory; the least used go first. */
  private static final int MOST = 500;

  /**
   * Streams that come token by token tell their number: no vocabulary has so many bytes a token on
   * the average, and vendors that gather tokens send more bytes at a time.
   */
  private static final long BYTES_OF_ONE_TOKEN = 8;

  private final Map<Kind, Learnt> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Kind, Learnt> eldest) {
          return size() > MOST;
        }
      };

  private record Kind(String model, Script script) {}

  private static final class Learnt {
    final LearntRatio input = new LearntRatio();
    final LearntRatio output = new LearntRatio();
  }

  /** Learns from what a provider has reported of a call. */
  void learn(String model, PromptSize prompt, Tokens reported, long textBytes) {
    Kind kind = new Kind(model, prompt.script());
    Learnt learnt = known.get(kind);
    if (learnt == null) {
      learnt = new Learnt();
      known.put(kind, learnt);
    }
    if (prompt.media().isNone()) {
      learnt.input.add(prompt.textTokens(), reported.input());
    }
    if (reported.reasoning() == 0) { // hidden thoughts have no bytes
      learnt.output.add(usual(prompt.script(), textBytes), reported.output());
    }
  }

  /** Input tokens of a prompt for a model. */
  long input(String model, PromptSize prompt) {
    Learnt learnt = known.get(new Kind(model, prompt.script()));
    long text = prompt.textTokens();
    long tokens = learnt == null ? text : learnt.input.of(text);
    long media = prompt.media().isNone() ? 0 : prompt.media().tokens(ImageBilling.of(model));
    return Math.min(Tokens.MOST, tokens + media);
  }

  /**
   * Output tokens of a text.
   *
   * @param pieces in which it was streamed; 0 when it came whole
   */
  long output(String model, PromptSize prompt, long textBytes, long pieces) {
    if (pieces > 0 && textBytes <= BYTES_OF_ONE_TOKEN * pieces) {
      return Math.min(Tokens.MOST, pieces);
    }
    Learnt learnt = known.get(new Kind(model, prompt.script()));
    long tokens = usual(prompt.script(), textBytes);
    return Math.clamp(learnt == null ? tokens : learnt.output.of(tokens), pieces, Tokens.MOST);
  }

  /**
   * What a call has taken so far.
   *
   * @param partial what the provider has reported before the end; null when nothing. Its input is
   *     believed; its output where it is no mere beginning (Anthropic's first event says 1)
   */
  Tokens soFar(
      String model, PromptSize prompt, @Nullable Tokens partial, long textBytes, long pieces) {
    long output = output(model, prompt, textBytes, pieces);
    if (partial == null || partial.input() == 0) {
      return Tokens.estimated(input(model, prompt), output);
    }
    boolean upToDate = partial.output() >= output / 2 && partial.output() > 0;
    return new Tokens(
        partial.input(),
        // A report may lag behind pieces that have come since.
        upToDate ? Math.max(partial.output(), pieces) : output,
        partial.cachedInput(),
        partial.cacheWrite(),
        upToDate ? partial.reasoning() : 0,
        false);
  }

  /** A text is taken to be in its prompt's script. */
  private static long usual(Script script, long bytes) {
    long perThousand =
        switch (script) {
          case LATIN -> 235;
          case CODE -> 310;
          case ALPHABET -> 210;
          case IDEOGRAPHS -> 270;
        };
    return (bytes * perThousand + 999) / 1_000;
  }
}
