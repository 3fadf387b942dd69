package dev.breakwater.server.matrix;

import java.util.Locale;

/** Somebody who calls; each has a key of its own, or something that looks like one. */
enum Caller {
  OWNER,
  ADMIN,
  OPERATOR,
  BILLING,
  VIEWER,
  /** Of the tenant acme. */
  TENANT_ADMIN,
  /** A viewer of the tenant acme. */
  TENANT_VIEWER,
  INFERENCE,
  /** Sends no key. */
  NOBODY,
  /** Sends one that was good until yesterday. */
  EXPIRED,
  /** Sends one that was taken away. */
  REVOKED,
  /** Sends one that never was. */
  WRONG;

  boolean isKnown() {
    return compareTo(NOBODY) < 0;
  }

  /** Looks like everybody else's up to its end. */
  String key() {
    return "bw-matrix-" + "0123456789abcdef".repeat(3) + "-" + word();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
