package dev.breakwater.operations.audit;

import java.time.Instant;

/**
 * One entry as it is kept.
 *
 * @param sequence from 1, without gaps
 * @param id sorts by time
 * @param tenant whose thing was changed; empty for what all share
 * @param link how it hangs on the entry before it
 */
public record AuditEntry(
    long sequence, String id, Instant at, Who who, String tenant, What what, Link link) {

  /**
   * Who did it.
   *
   * @param kind in lower case, such as {@code key}
   * @param role in lower case
   * @param address empty for the server itself
   */
  public record Who(String kind, String id, String name, String role, String address) {}

  /**
   * What was done.
   *
   * @param before JSON; empty where there was nothing
   * @param after JSON; empty where there is nothing any more
   */
  public record What(String action, String object, String before, String after) {}

  /**
   * The chain's link, in hexadecimal.
   *
   * @param previous the hash of the entry before, {@link AuditHead#NOTHING} for the first
   * @param hash over all else that is kept of this one
   */
  public record Link(String previous, String hash) {}

  /** The same with another hash. */
  AuditEntry hashed(String hash) {
    return new AuditEntry(sequence, id, at, who, tenant, what, new Link(link.previous(), hash));
  }
}
