package dev.breakwater.gateway.responses;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A store in memory that can be told to wait or to fail. */
final class MemoryResponses implements ResponseStore {
  private final Map<String, SealedResponse> rows = new LinkedHashMap<>();

  /** A permit for each write; plenty unless a test takes them. */
  final Semaphore writes = new Semaphore(1_000_000_000);

  volatile boolean failing;

  private static String key(String tenant, String id) {
    return tenant + "/" + id;
  }

  private void check() {
    if (failing) {
      throw new ResponsesUnavailable("told to fail", null);
    }
  }

  synchronized int size() {
    return rows.size();
  }

  synchronized @Nullable SealedResponse row(String tenant, String id) {
    return rows.get(key(tenant, id));
  }

  @Override
  public void put(List<SealedResponse> responses) {
    writes.acquireUninterruptibly(responses.size());
    check();
    synchronized (this) {
      responses.forEach(it -> rows.put(key(it.tenant(), it.id()), it));
    }
  }

  @Override
  public synchronized List<SealedResponse> chain(
      String tenant, String id, long nowMillis, int most) {
    check();
    List<SealedResponse> chain = new ArrayList<>();
    SealedResponse next = rows.get(key(tenant, id));
    while (next != null && next.expiresMillis() > nowMillis && chain.size() < most) {
      chain.add(next);
      next = next.previousId() == null ? null : rows.get(key(tenant, next.previousId()));
    }
    return chain;
  }

  @Override
  public synchronized Optional<SealedResponse> withItem(
      String tenant, String itemId, long nowMillis) {
    check();
    return rows.values().stream()
        .filter(it -> it.tenant().equals(tenant) && it.items().contains(itemId))
        .reduce((before, after) -> after);
  }

  @Override
  public synchronized boolean delete(String tenant, String id) {
    check();
    return rows.remove(key(tenant, id)) != null;
  }

  @Override
  public synchronized int expire(long nowMillis) {
    int before = rows.size();
    rows.values().removeIf(it -> it.expiresMillis() <= nowMillis);
    return before - rows.size();
  }
}
