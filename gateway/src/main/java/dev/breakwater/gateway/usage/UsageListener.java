package dev.breakwater.gateway.usage;

/** Is told of requests once they are over, off their way. */
@FunctionalInterface
public interface UsageListener {
  /** One request and all its attempts. One call at a time, on a thread of the listener's own. */
  void ended(LedgerRow row);
}
