package dev.breakwater.operations.drills;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one provider goes through, in order of time. It remembers where it was asked last, for it is
 * mostly asked about times that move on; so it is for one thread.
 */
public final class Timeline {
  private final List<Spell> spells;
  private int place;

  /**
   * @param spells in order of time, none overlapping another
   */
  public Timeline(List<Spell> spells) {
    this.spells = List.copyOf(spells);
    for (int number = 1; number < spells.size(); number++) {
      if (spells.get(number).fromNanos() < spells.get(number - 1).untilNanos()) {
        throw new IllegalArgumentException(
            spells.get(number) + " begins before " + spells.get(number - 1) + " has ended");
      }
    }
  }

  public List<Spell> spells() {
    return spells;
  }

  /** The same timeline for another thread. */
  Timeline copy() {
    return new Timeline(spells);
  }

  /** What is wrong at a time; null while the provider is well. */
  @Nullable Spell at(long atNanos) {
    int next = firstEndingAfter(atNanos);
    if (next == spells.size()) {
      return null;
    }
    Spell spell = spells.get(next);
    return spell.contains(atNanos) ? spell : null;
  }

  /** Whether at least some calls are answered at a time. */
  boolean isUp(long atNanos) {
    Spell spell = at(atNanos);
    return spell == null || !spell.trouble().isOutage();
  }

  /** Whether nothing is wrong from one time to another, both included. */
  boolean isCalm(long fromNanos, long untilNanos) {
    int next = firstEndingAfter(fromNanos);
    return next == spells.size() || spells.get(next).fromNanos() > untilNanos;
  }

  private int firstEndingAfter(long atNanos) {
    while (place > 0 && spells.get(place - 1).untilNanos() > atNanos) {
      place--;
    }
    while (place < spells.size() && spells.get(place).untilNanos() <= atNanos) {
      place++;
    }
    return place;
  }
}
