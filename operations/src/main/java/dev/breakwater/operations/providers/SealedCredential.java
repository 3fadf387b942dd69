package dev.breakwater.operations.providers;

import java.util.Arrays;

/**
 * A credential as it is kept.
 *
 * @param bytes sealed under the master key
 * @param fingerprint tells it from another without saying what it is
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content, below
public record SealedCredential(byte[] bytes, String fingerprint) {
  @Override
  public boolean equals(Object other) {
    return other instanceof SealedCredential it
        && Arrays.equals(bytes, it.bytes)
        && fingerprint.equals(it.fingerprint);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return fingerprint;
  }
}
