package dev.breakwater.server.signin;

/** The issuer did not answer as it should. */
public final class IssuerAway extends Exception {
  private static final long serialVersionUID = 1;

  public IssuerAway(String message) {
    super(message);
  }

  public IssuerAway(String message, Throwable cause) {
    super(message, cause);
  }
}
