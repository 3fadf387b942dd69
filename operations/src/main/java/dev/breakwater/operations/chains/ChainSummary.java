package dev.breakwater.operations.chains;

import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.operations.changes.ChangeText;
import java.util.Locale;

/** A chain as the audit tells of it: whatever the API can change. */
final class ChainSummary {
  private ChainSummary() {}

  static String of(ChainSettings chain) {
    AttemptSettings attempts = chain.attempts();
    return ChangeText.object()
        .put("origin", word(chain.origin()))
        .put(
            "targets",
            chain.targets().stream()
                .map(it -> it.target() + " level " + it.level() + " weight " + it.weight())
                .toList())
        .put("maxRetries", attempts.retries().maxRetries())
        .put("retryDelay", attempts.retries().retryDelay().toMillis())
        .put("retryAfterWait", attempts.retries().retryAfterWait().toMillis())
        .put("circuitBreakerThreshold", attempts.circuit().threshold())
        .put("circuitBreakerResetTime", attempts.circuit().resetTime().toMillis())
        .put("timeouts", attempts.timeouts().toString())
        .put("answering", attempts.answering().toString())
        .put("strategy", word(attempts.choice().strategy()))
        .put("affinity", word(attempts.choice().affinity()))
        .text();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
