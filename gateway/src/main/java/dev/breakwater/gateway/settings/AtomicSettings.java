package dev.breakwater.gateway.settings;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** The snapshot in force, in this process's memory. */
public final class AtomicSettings implements LiveSettings {
  private final AtomicReference<Settings> current;

  public AtomicSettings(Settings first) {
    current = new AtomicReference<>(first);
  }

  @Override
  public Settings current() {
    return current.get();
  }

  @Override
  public void replace(UnaryOperator<Settings> change) {
    current.updateAndGet(change);
  }
}
