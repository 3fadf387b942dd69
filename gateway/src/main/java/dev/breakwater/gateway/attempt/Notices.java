package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.settings.Target;
import java.time.Duration;

/**
 * Hears what operators have to act on, once each time it begins. Called on an exchange's thread: it
 * must neither wait nor throw.
 */
public interface Notices {
  /** Nobody listens. */
  Notices NONE =
      new Notices() {
        @Override
        public void credentialDeclined(String provider, Duration passedByFor, String reason) {}

        @Override
        public void modelUnknown(Target target, Duration passedByFor, String reason) {}
      };

  /** A provider does not accept our credential, or its account is empty. */
  void credentialDeclined(String provider, Duration passedByFor, String reason);

  /** A provider does not know a model that we chose for it. */
  void modelUnknown(Target target, Duration passedByFor, String reason);
}
