package dev.breakwater.server.keys;

import dev.breakwater.gateway.access.KeyForm;
import java.security.SecureRandom;

/** Makes keys of the form that {@link KeyForm} describes. */
public final class NewKey {
  private static final SecureRandom RANDOM = new SecureRandom();

  private NewKey() {}

  /** From any thread. */
  public static String make() {
    return make(RANDOM);
  }

  static String make(SecureRandom random) {
    StringBuilder key = new StringBuilder(KeyForm.PREFIX);
    for (int i = 0; i < KeyForm.RANDOM_CHARACTERS; i++) {
      key.append(KeyForm.DIGITS.charAt(random.nextInt(KeyForm.DIGITS.length())));
    }
    return key.append(KeyForm.checksum(key.toString())).toString();
  }
}
