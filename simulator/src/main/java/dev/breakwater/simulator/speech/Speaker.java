package dev.breakwater.simulator.speech;

import dev.breakwater.simulator.speech.Utterance.Ending;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Says plausible sentences: which ones depends on the seed alone, how many on the seed or on an
 * order.
 */
public final class Speaker {
  /**
   * Words of up to seven letters, so that each is one token; some need more than one byte a
   * character.
   */
  private static final String[] WORDS =
      ("the a one this that each every some most harbor water tide stone wall wave storm boat light wind rain cloud shore"
              + " sand bridge road river field garden window door table letter paper market bread coffee café naïve über"
              + " señor Zürich small large quiet gentle steady bright cold warm early late often rarely still again once"
              + " keeps holds brings takes turns moves rests waits opens closes grows falls rises finds shows gives makes"
              + " under over near beyond along around before after while since until with from into between and but or so"
              + " then because simple clear useful careful honest plain quick slow heavy ready morning evening winter"
              + " summer number reason answer signal system message model token stream server client 🌊")
          .split(" ");

  private Speaker() {}

  /**
   * An utterance for {@code seed}, cut where {@code limits} say.
   *
   * @param ordered how many tokens to say before the limits, or null for a natural length of 20 to
   *     51
   */
  public static Utterance speak(long seed, @Nullable Integer ordered, Limits limits) {
    int natural = ordered == null ? 20 + (int) (Seed.scramble(seed) & 31) : ordered;
    // What lies beyond the limit is only ever needed to know that there was more.
    int wanted = (int) Math.min(natural, (long) limits.maxTokens());
    StringBuilder text = new StringBuilder(wanted * 6);
    int[] ends = new int[wanted];
    say(seed, natural, wanted, text, ends);
    String said = text.toString();
    for (String stop : limits.stops()) {
      if (said.contains(stop)) {
        return stopped(said, ends, limits);
      }
    }
    return finished(said, ends, wanted, wanted < natural ? Ending.MAX_TOKENS : Ending.DONE, null);
  }

  private static void say(long seed, int natural, int wanted, StringBuilder text, int[] ends) {
    long state = seed;
    int left = 0;
    int sentences = 0;
    boolean fresh = true;
    for (int index = 0; index < wanted; index++) {
      state = Seed.scramble(state);
      boolean last = index == natural - 1;
      boolean paragraph =
          fresh
              && sentences > 0
              && sentences % 4 == 0
              && index < natural - 2
              && text.charAt(text.length() - 1) == '.';
      if (paragraph) {
        text.append("\n\n");
      } else if (!fresh && (last || (left <= 0 && index != natural - 2))) {
        text.append('.');
        fresh = true;
        sentences++;
      } else {
        word(state, fresh, text);
        left = fresh ? 4 + (int) ((state >>> 40) & 7) : left - 1;
        fresh = false;
      }
      ends[index] = text.length();
    }
  }

  private static void word(long state, boolean fresh, StringBuilder text) {
    String word = WORDS[(int) Long.remainderUnsigned(state, WORDS.length)];
    if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
      text.append(' ');
    }
    if (fresh) {
      int first = word.codePointAt(0);
      text.appendCodePoint(Character.toUpperCase(first))
          .append(word, Character.charCount(first), word.length());
    } else {
      text.append(word);
    }
  }

  private static Utterance stopped(String said, int[] ends, Limits limits) {
    int at = Integer.MAX_VALUE;
    String first = "";
    for (String stop : limits.stops()) {
      int found = said.indexOf(stop);
      if (found >= 0 && found < at) {
        at = found;
        first = stop;
      }
    }
    int pieces = 0;
    while (pieces < ends.length && (pieces == 0 ? 0 : ends[pieces - 1]) < at) {
      pieces++;
    }
    int[] kept = Arrays.copyOf(ends, pieces);
    if (pieces > 0) {
      kept[pieces - 1] = at;
    }
    return finished(said.substring(0, at), kept, pieces, Ending.STOP_SEQUENCE, first);
  }

  /**
   * A single token is halved, because a streamed answer comes in two pieces at least; nothing is
   * one empty piece.
   */
  private static Utterance finished(
      String text, int[] ends, int tokens, Ending ending, @Nullable String stop) {
    if (ends.length == 0) {
      return new Utterance(text, new int[] {0}, tokens, ending, stop);
    }
    if (ends.length == 1 && text.codePointCount(0, text.length()) > 1) {
      int half = text.offsetByCodePoints(0, 1);
      return new Utterance(text, new int[] {half, text.length()}, tokens, ending, stop);
    }
    return new Utterance(text, ends, tokens, ending, stop);
  }
}
