package dev.breakwater.operations.audit;

import java.util.Optional;

/**
 * A copy of the head elsewhere than in the database: who cuts the chain's end off, or puts an older
 * database in its place, does not reach it.
 */
public interface HeadCopy {
  /** What was written last, as it stands there; empty when nothing ever was. */
  Optional<String> read();

  /**
   * Replaces it whole.
   *
   * @throws java.io.UncheckedIOException when it could not be written
   */
  void write(String line);

  /** Where it is, for people. */
  String place();
}
