package dev.breakwater.operations.drills;

import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.wire.conversation.Tokens;

/** Counts calls by how they ended, as providers and the ledger do independently of each other. */
final class CallTally {
  private long answered;
  private long refused;
  private long failed;
  private long broken;
  private long abandoned;
  private long inputTokens;
  private long outputTokens;

  void add(Outcome outcome) {
    switch (outcome) {
      case Outcome.Answered it -> {
        answered++;
        tokens(it.answer().tokens());
      }
      case Outcome.Refused it -> refused++;
      case Outcome.Failed it -> {
        failed++;
        tokens(it.soFar());
      }
      case Outcome.Broken it -> {
        broken++;
        tokens(it.soFar());
      }
      case Outcome.Abandoned it -> {
        abandoned++;
        tokens(it.soFar());
      }
    }
  }

  void add(CallTally other) {
    answered += other.answered;
    refused += other.refused;
    failed += other.failed;
    broken += other.broken;
    abandoned += other.abandoned;
    inputTokens += other.inputTokens;
    outputTokens += other.outputTokens;
  }

  long calls() {
    return answered + refused + failed + broken + abandoned;
  }

  private void tokens(Tokens tokens) {
    inputTokens += tokens.input();
    outputTokens += tokens.output();
  }

  /** Two tallies agree when they read the same. */
  @Override
  public String toString() {
    return "answered %d, refused %d, failed %d, broken %d, abandoned %d, tokens %d in and %d out"
        .formatted(answered, refused, failed, broken, abandoned, inputTokens, outputTokens);
  }
}
