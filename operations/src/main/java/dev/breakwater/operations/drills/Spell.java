package dev.breakwater.operations.drills;

/**
 * A time during which a provider is in trouble.
 *
 * @param fromNanos since the beginning of its timeline, included
 * @param untilNanos since the beginning of its timeline, not included
 */
public record Spell(long fromNanos, long untilNanos, Trouble trouble) {
  public Spell {
    if (fromNanos < 0 || untilNanos <= fromNanos) {
      throw new IllegalArgumentException("a spell from " + fromNanos + " until " + untilNanos);
    }
  }

  boolean contains(long atNanos) {
    return fromNanos <= atNanos && atNanos < untilNanos;
  }
}
