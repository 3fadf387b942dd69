package dev.breakwater.gateway.usage;

/** Is told of requests once they are over, off their way. */
@FunctionalInterface
public interface UsageListener {
  /** One request and all its attempts. One call at a time, on a thread of the listener's own. */
  void ended(LedgerRow row);

  /**
   * Whether it wants to be told of a request that ended like this. What nobody wants is never read
   * in full. Asked by another thread, of most requests: it returns at once.
   */
  default boolean wants(RequestEnded request) {
    return true;
  }
}
