package dev.breakwater.operations.providers;

import dev.breakwater.gateway.responses.Vault;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Seals so that a secret does not show, and opens only what it has sealed for the same purpose. */
final class Reversed implements Vault {
  @Override
  public byte[] seal(byte[] plain, String purpose) {
    String text = purpose + "\0" + new String(plain, StandardCharsets.UTF_8);
    return new StringBuilder(text).reverse().toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] open(byte[] sealed, String purpose) {
    String text =
        new StringBuilder(new String(sealed, StandardCharsets.UTF_8)).reverse().toString();
    String mark = purpose + "\0";
    if (!text.startsWith(mark)) {
      throw new IllegalArgumentException("was not sealed for " + purpose);
    }
    byte[] all = text.getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOfRange(all, mark.length(), all.length);
  }
}
