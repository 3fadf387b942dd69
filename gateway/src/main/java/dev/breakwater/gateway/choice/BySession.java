package dev.breakwater.gateway.choice;

import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.settings.Target;
import java.util.List;

/**
 * Each session's own order, the same on every replica and after every restart: a draw by weight
 * whose randomness is a hash of session and target. Every target's place depends on that target
 * alone, so that a target that is added, taken away or weighed anew moves no session but those that
 * come to it or leave it. While a session's target is down, the session keeps to its second.
 *
 * @param session a hash of it
 */
record BySession(long session) implements LevelOrder {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** Stands between provider and model; no name has it. */
  private static final char BETWEEN = '/';

  @Override
  public List<Candidate> of(List<Candidate> level) {
    return Draw.by(level, it -> mixed(session ^ mixed(hash(it.target()))));
  }

  /** FNV-1a over the characters of the target as it is written. */
  private static long hash(Target target) {
    long hash = hash(FNV_OFFSET, target.provider());
    hash = (hash ^ BETWEEN) * FNV_PRIME;
    return hash(hash, target.model());
  }

  private static long hash(long from, String text) {
    long hash = from;
    for (int at = 0; at < text.length(); at++) {
      hash = (hash ^ text.charAt(at)) * FNV_PRIME;
    }
    return hash;
  }

  /** Spreads every bit over all: the finalizer of MurmurHash3 in its variant 13 [Stafford]. */
  private static long mixed(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
