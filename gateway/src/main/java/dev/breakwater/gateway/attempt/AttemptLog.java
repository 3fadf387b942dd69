package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.usage.JournalFull;
import java.time.Duration;

/** Hears of every call of one request: before it is made and after it has ended. */
public interface AttemptLog {
  /**
   * @throws JournalFull when the call cannot be recorded and so must not be made
   */
  void began(Call call) throws JournalFull;

  void ended(Call call, Outcome outcome, Duration took);
}
