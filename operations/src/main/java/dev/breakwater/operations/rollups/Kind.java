package dev.breakwater.operations.rollups;

/**
 * What sums are kept apart by, within tenant and environment. The crossed cube of all of these
 * would be as large as the requests themselves. The place in the order is what the database keeps:
 * never change it.
 */
public enum Kind {
  /** Status. */
  TOTAL,
  /** Provider, model, status. A model's own sums are those of its targets. */
  TARGET,
  /** Key. */
  KEY,
  /** Variant of an experiment. */
  VARIANT,
  /** Provider, model, type of error, fingerprint of its message. */
  ERROR
}
