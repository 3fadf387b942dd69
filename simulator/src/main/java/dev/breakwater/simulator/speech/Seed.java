package dev.breakwater.simulator.speech;

/**
 * A 64-bit digest that grows with what is mixed in: the same content in the same order gives the
 * same value.
 */
public final class Seed {
  private static final long PRIME = 0x100000001b3L;
  private long state = 0xcbf29ce484222325L;

  /** Mixes in a text and a mark after it, so that {@code ab} and {@code a, b} differ. */
  public Seed mix(String text) {
    long mixed = state;
    for (int index = 0; index < text.length(); index++) {
      mixed = (mixed ^ text.charAt(index)) * PRIME;
    }
    state = (mixed ^ 0x1ffff) * PRIME;
    return this;
  }

  public long value() {
    return scramble(state);
  }

  /** SplitMix64's finalizer: neighbouring inputs give unrelated outputs. */
  public static long scramble(long input) {
    long mixed = input + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
