package dev.breakwater.operations.secrets;

import java.util.Optional;

/** Seals what an earlier master key has sealed under the one of today. */
public interface Reseal {
  /**
   * @param purpose what it is sealed for
   * @return empty when it is sealed as it should be
   * @throws IllegalArgumentException when it cannot be opened
   */
  Optional<byte[]> anew(byte[] sealed, String purpose);
}
