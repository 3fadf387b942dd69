package dev.breakwater.gateway.attempt;

/** Leave to call a target once; handed back with how the call went. */
public interface Permit {
  /** The call that this permit is for decides about an open circuit. */
  boolean isProbe();

  void succeeded();

  /**
   * @return whether the circuit is open now
   */
  boolean failed();

  /** The call says nothing about the target's health. */
  void released();
}
