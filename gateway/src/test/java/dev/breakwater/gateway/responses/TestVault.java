package dev.breakwater.gateway.responses;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Hides nothing, but binds to the purpose. */
final class TestVault implements Vault {
  @Override
  public byte[] seal(byte[] plain, String purpose) {
    byte[] mark = mark(purpose);
    byte[] both = Arrays.copyOf(mark, mark.length + plain.length);
    System.arraycopy(plain, 0, both, mark.length, plain.length);
    return both;
  }

  @Override
  public byte[] open(byte[] sealed, String purpose) {
    byte[] mark = mark(purpose);
    if (!Arrays.equals(sealed, 0, Math.min(mark.length, sealed.length), mark, 0, mark.length)) {
      throw new IllegalArgumentException("not sealed for " + purpose);
    }
    return Arrays.copyOfRange(sealed, mark.length, sealed.length);
  }

  private static byte[] mark(String purpose) {
    return (purpose + "|").getBytes(StandardCharsets.UTF_8);
  }
}
