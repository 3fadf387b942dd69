package dev.breakwater.gateway.responses;

/** Seals what is kept on disk. */
public interface Vault {
  /**
   * @param purpose what it is for, to which it is bound
   */
  byte[] seal(byte[] plain, String purpose);

  /**
   * @throws IllegalArgumentException when it was not sealed here for this purpose, or was changed
   */
  byte[] open(byte[] sealed, String purpose);
}
