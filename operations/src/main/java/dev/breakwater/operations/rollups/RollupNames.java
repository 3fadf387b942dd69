package dev.breakwater.operations.rollups;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What targets and errors are called in rollups, so that no caller can make up rows without end: a
 * model that no provider lists and none has answered is {@link #OTHER}, and so are a tenant's
 * errors of an hour beyond the first {@value #MOST_FINGERPRINTS} kinds. Used by one thread at a
 * time; what it remembers, a restart forgets.
 */
public final class RollupNames {
  public static final String OTHER = "other";

  static final int MOST_ANSWERED = 2_000;
  static final int MOST_FINGERPRINTS = 100;
  private static final int MOST_HOURS = 1_000;
  private static final long HOUR_MILLIS = 3_600_000;

  private final Listed listed;
  private final Map<String, Boolean> answered = newest(MOST_ANSWERED);
  private final Map<String, Set<String>> fingerprints = newest(MOST_HOURS);

  /** Tells which models there are. */
  public interface Listed {
    /**
     * Whether a provider of a tenant's lists a model, both by name; {@link
     * RequestUsage#NO_PROVIDER} asks for any provider.
     */
    boolean lists(String tenant, String provider, String model);
  }

  public RollupNames(Listed listed) {
    this.listed = listed;
  }

  /** Remembers a target that answered. */
  public synchronized void answered(String provider, String model) {
    answered.put(provider + '/' + model, Boolean.TRUE);
  }

  void note(RequestUsage request) {
    if (request.answered() && request.provider() != null) {
      answered(request.provider(), request.model());
    }
  }

  synchronized String model(String tenant, @Nullable String provider, String model) {
    String known = provider == null ? RequestUsage.NO_PROVIDER : provider;
    return answered.containsKey(known + '/' + model) || listed.lists(tenant, known, model)
        ? model
        : OTHER;
  }

  synchronized String fingerprint(RequestUsage request, String message) {
    long hour = Math.floorDiv(request.createdMillis(), HOUR_MILLIS);
    Set<String> known =
        fingerprints.computeIfAbsent(request.tenant() + ' ' + hour, _ -> new LinkedHashSet<>());
    String fingerprint = ErrorFingerprint.of(message);
    if (known.contains(fingerprint)) {
      return fingerprint;
    }
    return known.size() < MOST_FINGERPRINTS && known.add(fingerprint) ? fingerprint : OTHER;
  }

  private static <V> Map<String, V> newest(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > most;
      }
    };
  }
}
