package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.FinerTokens;
import dev.breakwater.wire.conversation.FinerTokens.Service;
import dev.breakwater.wire.conversation.Tokens;

/** What of the counts is sound and what pictures; one an answer. */
final class GeminiModalities {
  private long prompt;
  private long cached;
  private long spoken;
  private long drawn;

  void reset() {
    prompt = 0;
    cached = 0;
    spoken = 0;
    drawn = 0;
  }

  /** Sound in the prompt, cached or not. */
  void prompt(long sound) {
    prompt = sound;
  }

  /** Sound that was read from the cache. */
  void cached(long sound) {
    cached = sound;
  }

  /** Sound in the answer. */
  void spoken(long sound) {
    spoken = sound;
  }

  /** Pictures in the answer. */
  void drawn(long pictures) {
    drawn = pictures;
  }

  /** A count more; negative once one of them makes no sense. */
  static long sum(long before, long count) {
    return before < 0 || count < 0 || count > Tokens.MOST ? -1 : before + count;
  }

  FinerTokens finer() {
    if (cached < 0) {
      return new FinerTokens(0, cached, 0, 0, Service.STANDARD);
    }
    return prompt == 0 && spoken == 0 && drawn == 0
        ? FinerTokens.NONE
        : new FinerTokens(
            0, prompt < 0 ? prompt : Math.max(0, prompt - cached), spoken, drawn, Service.STANDARD);
  }
}
