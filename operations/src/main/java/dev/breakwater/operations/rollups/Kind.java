package dev.breakwater.operations.rollups;

/**
 * What sums are kept apart by, within tenant and environment. The crossed cube of all of these
 * would be as large as the requests themselves.
 */
public enum Kind {
  /** Status. */
  TOTAL(0),
  /** Provider, model, status. A model's own sums are those of its targets. */
  TARGET(1),
  /** Key. */
  KEY(2),
  /** Variant of an experiment. */
  VARIANT(3),
  /** Provider, model, type of error, fingerprint of its message. */
  ERROR(4);

  private final int code;

  Kind(int code) {
    this.code = code;
  }

  /** What the database keeps. */
  public int code() {
    return code;
  }
}
