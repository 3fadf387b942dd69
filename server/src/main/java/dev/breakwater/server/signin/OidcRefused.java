package dev.breakwater.server.signin;

/** Somebody came back from the issuer with something that lets nobody in. */
public final class OidcRefused extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param message a sentence for them, without what they brought
   */
  public OidcRefused(String message) {
    super(message);
  }
}
