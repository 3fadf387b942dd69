package dev.breakwater.gateway.provider;

import java.time.Duration;
import java.util.Optional;

/** What an upstream did wrong, told apart by what is to be done about it. */
public sealed interface Fault {
  /** A short stable word, such as {@code refused}, {@code reset} or {@code status_503}. */
  String code();

  /** A sentence for the operator, without secrets; at most 500 characters are kept. */
  String message();

  /** The upstream's status, 0 when it gave none. */
  int status();

  /**
   * Refused, reset, 5xx, a broken answer: the next call may well succeed.
   *
   * @param retryAfter not to be undercut, where the upstream named one
   */
  record Transient(String code, String message, int status, Optional<Duration> retryAfter)
      implements Fault {}

  /** 429: come back later. */
  record Throttled(String message, int status, Optional<Duration> retryAfter) implements Fault {
    @Override
    public String code() {
      return "throttled";
    }
  }

  /** Nothing, or no content, in time: not tried again on the same target. */
  record Silent(String code, String message) implements Fault {
    @Override
    public int status() {
      return 0;
    }
  }

  /** The provider's address leads to where nobody may be led: no call has reached anything. */
  record Forbidden(String message) implements Fault {
    @Override
    public String code() {
      return "egress_refused";
    }

    @Override
    public int status() {
      return 0;
    }
  }

  /** The provider does not accept our credential, or its account is empty. */
  record Credential(String message, int status) implements Fault {
    @Override
    public String code() {
      return "credential";
    }
  }

  /**
   * The provider does not know the model. The caller's own mistake where the caller named it, ours
   * where we chose it.
   */
  record UnknownModel(String message, int status, Refusal.Rejected rejected) implements Fault {
    @Override
    public String code() {
      return "unknown_model";
    }
  }
}
