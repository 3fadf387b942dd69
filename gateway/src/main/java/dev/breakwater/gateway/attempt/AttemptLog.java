package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.provider.AnswerProgress;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.usage.JournalFull;
import java.time.Duration;

/** Hears of every call of one request: before it is made and after it has ended. */
public interface AttemptLog {
  /**
   * Where the call of a number notes how much of its answer has come; asked for before it begins.
   */
  default AnswerProgress progress(int number) {
    return AnswerProgress.UNSEEN;
  }

  /**
   * @throws JournalFull when the call cannot be recorded and so must not be made
   */
  void began(Call call) throws JournalFull;

  void ended(Call call, Outcome outcome, Duration took);
}
