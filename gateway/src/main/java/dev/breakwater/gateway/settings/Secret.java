package dev.breakwater.gateway.settings;

/** A value that must not show: only {@link #reveal} gives it away, {@code toString} masks it. */
public record Secret(String reveal) {
  @Override
  public String toString() {
    return "***";
  }
}
