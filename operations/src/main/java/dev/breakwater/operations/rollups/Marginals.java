package dev.breakwater.operations.rollups;

import java.util.HashMap;
import java.util.Map;

/** The sums of every {@link Kind} over some requests, all of one bucket. */
public final class Marginals {
  private final Map<RollupKey, Sums> sums = new HashMap<>();

  /**
   * @param names what targets and errors are called
   */
  public void add(RequestUsage request, RollupNames names) {
    count(RollupKey.total(request), request);
    count(RollupKey.key(request), request);
    names.note(request);
    String model = names.model(request.tenant(), request.provider(), request.model());
    String provider = request.providerOrNone();
    sums(RollupKey.target(request, provider, model)).count(request);
    for (AttemptUsage attempt : request.attempts()) {
      String called = names.model(request.tenant(), attempt.provider(), attempt.model());
      sums(RollupKey.target(request, attempt.provider(), called)).took(attempt);
    }
    if (request.isError() && request.isOfPeople()) {
      String type = request.errorType() == null ? request.status().word() : request.errorType();
      String message = request.errorMessage() == null ? type : request.errorMessage();
      sums(RollupKey.error(request, provider, model, type, names.fingerprint(request, message)))
          .failed(message, request.createdMillis());
    }
  }

  /** Each one's sums, to be changed at will. */
  public Map<RollupKey, Sums> sums() {
    return sums;
  }

  private void count(RollupKey key, RequestUsage request) {
    Sums total = sums(key);
    total.count(request);
    request.attempts().forEach(total::took);
  }

  private Sums sums(RollupKey key) {
    return sums.computeIfAbsent(key, _ -> new Sums());
  }
}
