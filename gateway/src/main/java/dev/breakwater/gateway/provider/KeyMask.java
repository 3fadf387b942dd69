package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.settings.Secret;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Takes our own key out of what a provider says about a failure: some repeat it in their errors,
 * which go on to clients, logs and the ledger.
 */
record KeyMask(@Nullable Secret key) {
  private static final String MASK = "***";

  /** What is shorter is no secret, and stands in texts by chance. */
  private static final int SHORTEST_KEY = 8;

  String of(String text) {
    return key == null || key.reveal().length() < SHORTEST_KEY
        ? text
        : text.replace(key.reveal(), MASK);
  }

  byte[] of(byte[] body) {
    // Latin 1 gives every byte back as it was.
    String text = new String(body, StandardCharsets.ISO_8859_1);
    String masked = of(text);
    return masked.equals(text) ? body : masked.getBytes(StandardCharsets.ISO_8859_1);
  }
}
