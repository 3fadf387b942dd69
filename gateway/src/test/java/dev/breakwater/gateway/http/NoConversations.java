package dev.breakwater.gateway.http;

import dev.breakwater.gateway.concurrent.HeavyWork;
import dev.breakwater.gateway.responses.ResponseKeeper;
import dev.breakwater.gateway.responses.ResponseStore;
import dev.breakwater.gateway.responses.SealedResponse;
import dev.breakwater.gateway.responses.StoredConversations;
import dev.breakwater.gateway.responses.Vault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** For tests in which nothing is kept. */
final class NoConversations {
  private NoConversations() {}

  static StoredConversations over(HeavyWork heavyWork) {
    return new StoredConversations(
        ResponseKeeper.start(
            new Empty(), new Plain(), Instant::now, () -> Duration.ofDays(1), 1_000),
        heavyWork,
        1_000_000);
  }

  private static final class Plain implements Vault {
    @Override
    public byte[] seal(byte[] plain, String bound) {
      return plain;
    }

    @Override
    public byte[] open(byte[] sealed, String bound) {
      return sealed;
    }
  }

  private static final class Empty implements ResponseStore {
    @Override
    public void put(List<SealedResponse> responses) {}

    @Override
    public List<SealedResponse> chain(String tenant, String id, long nowMillis, int most) {
      return List.of();
    }

    @Override
    public Optional<SealedResponse> withItem(String tenant, String itemId, long nowMillis) {
      return Optional.empty();
    }

    @Override
    public boolean delete(String tenant, String id) {
      return false;
    }

    @Override
    public int expire(long nowMillis) {
      return 0;
    }
  }
}
