package dev.breakwater.gateway.egress;

/** A host that nobody may be led to; the message says why, and what an operator can do. */
public final class EgressRefused extends Exception {
  EgressRefused(String message) {
    super(message, null, false, false);
  }
}
