package dev.breakwater.simulator.speech;

/** Plausible sentences: which ones depends on the seed alone. */
final class Prose {
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

  private Prose() {}

  /**
   * Says the first {@code wanted} tokens of a text of {@code natural} tokens.
   *
   * @param ends receives, for each token, the index after its last character
   */
  static String say(long seed, int natural, int wanted, int[] ends) {
    StringBuilder text = new StringBuilder(wanted * 6);
    say(seed, natural, wanted, text, ends);
    return text.toString();
  }

  /** A few words without a full stop. */
  static String words(long seed, int count) {
    StringBuilder text = new StringBuilder(count * 6);
    long state = seed;
    for (int index = 0; index < count; index++) {
      state = Seed.scramble(state);
      word(state, false, text);
    }
    return text.toString();
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
}
