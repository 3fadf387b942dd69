package dev.breakwater.operations.rollups;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptRow;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.gateway.usage.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What counts of one request.
 *
 * @param provider of the target that answered, else of the last one tried; null when none was known
 * @param answered whether that target answered
 * @param fallback whether another target than the first of the plan answered
 * @param priced whether the price of every attempt is known
 * @param attempts what it took, each for its own target
 */
public record RequestUsage(
    String id,
    long createdMillis,
    String tenant,
    String environment,
    String keyId,
    @Nullable String provider,
    String model,
    Status status,
    boolean answered,
    boolean cached,
    boolean fallback,
    long responseMicros,
    boolean priced,
    @Nullable String errorType,
    @Nullable String errorMessage,
    List<AttemptUsage> attempts) {
  /** The tenant of what the server itself asks providers: it costs, and is nobody's request. */
  public static final String SYSTEM = "system";

  /** What stands for a provider where no target was known. */
  public static final String NO_PROVIDER = "none";

  public RequestUsage {
    attempts = List.copyOf(attempts);
  }

  public static RequestUsage of(LedgerRow row) {
    RequestEnded request = row.request();
    Target target = row.target();
    Target used = request.used();
    return new RequestUsage(
        request.requestId(),
        request.startedMillis(),
        request.tenant(),
        request.environment(),
        request.keyId(),
        target == null ? null : target.providerId().seenFrom(request.tenant()),
        target == null ? request.askedModel() : target.model(),
        request.status(),
        used != null,
        false,
        used != null && request.primary() != null && !used.equals(request.primary()),
        request.responseMicros(),
        row.unpriced() == 0,
        request.errorType(),
        request.errorMessage(),
        attempts(row.attempts()));
  }

  private static List<AttemptUsage> attempts(List<AttemptRow> rows) {
    return rows.size() == 1
        ? List.of(AttemptUsage.of(rows.getFirst()))
        : rows.stream().map(AttemptUsage::of).toList();
  }

  public RequestUsage withAttempts(List<AttemptUsage> itsAttempts) {
    return new RequestUsage(
        id,
        createdMillis,
        tenant,
        environment,
        keyId,
        provider,
        model,
        status,
        answered,
        cached,
        fallback,
        responseMicros,
        priced,
        errorType,
        errorMessage,
        itsAttempts);
  }

  public boolean isOfPeople() {
    return !tenant.equals(SYSTEM);
  }

  public boolean isError() {
    return status == Status.ERROR || status == Status.INTERRUPTED;
  }

  public String providerOrNone() {
    return provider == null ? NO_PROVIDER : provider;
  }
}
