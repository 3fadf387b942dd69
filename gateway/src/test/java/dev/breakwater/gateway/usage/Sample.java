package dev.breakwater.gateway.usage;

import dev.breakwater.gateway.price.Priced;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.trace.KeptTrace;
import dev.breakwater.wire.conversation.Tokens;
import java.util.Locale;
import java.util.Optional;

/** Records as an exchange would write them. */
final class Sample {
  static final long START = 1_767_225_600_000L;
  static final Target GOOGLE = new Target("google", "gemini-1.5-flash");
  static final Target OPENAI = new Target("openai", "gpt-4o-mini");

  /** Three candidates of which the first answered at once. */
  static final KeptTrace DECISION =
      KeptTrace.of(
          """
          1\tpriority
          google\tgemini-1.5-flash\t0\t1
          openai\tgpt-4o-mini\t1\t1
          anthropic\tclaude-3-haiku\t2\t1

          c\t0\t1\tclosed\tfirst
          =\t1
          """);

  /** A micro-dollar a token of input. */
  static final AttemptPrices PRICES =
      (target, atMillis) ->
          target.equals(GOOGLE)
              ? Optional.of(Priced.at(1_000_000_000, 0, 0, 0, 0, "sample"))
              : Optional.empty();

  private Sample() {}

  static String id(long number) {
    return String.format(Locale.ROOT, "req_%026d", number);
  }

  static AttemptBegan began(String id, int number, Target target) {
    return new AttemptBegan(
        id, number, START + number, "default", "production", "key_app", target, false, 40, null, 0);
  }

  /** A row without the marks that a journal has given its attempts. */
  static LedgerRow unmarked(LedgerRow row) {
    return new LedgerRow(
        row.request(),
        row.attempts().stream()
            .map(attempt -> new AttemptRow(unmarked(attempt.began()), attempt.ended()))
            .toList());
  }

  /** Likewise. */
  static UsageRecord unmarked(UsageRecord usage) {
    return usage instanceof AttemptBegan began ? unmarked(began) : usage;
  }

  private static AttemptBegan unmarked(AttemptBegan began) {
    return began(began.requestId(), began.number(), began.target());
  }

  static AttemptEnded succeeded(String id, int number, long output) {
    return new AttemptEnded(
        id,
        number,
        START + 300,
        Status.SUCCESS,
        200,
        null,
        null,
        Tokens.reported(42, output),
        1_000 + output,
        "catalogue:2025-01-01",
        299_000,
        120_000);
  }

  static AttemptEnded failed(String id, int number) {
    return new AttemptEnded(
        id,
        number,
        START + 200,
        Status.ERROR,
        503,
        "unavailable",
        "the upstream said no",
        Tokens.NONE,
        0,
        null,
        100_000,
        -1);
  }

  static RequestEnded over(String id, int attempts, Status status, Target used) {
    return new RequestEnded(
        id,
        START,
        "client-1",
        "default",
        "production",
        "key_app",
        "auto",
        GOOGLE,
        status == Status.SUCCESS ? used : null,
        attempts,
        status,
        status == Status.SUCCESS ? 200 : 503,
        attempts > 1 ? "unavailable" : null,
        attempts > 1 ? "the upstream said no" : null,
        false,
        false,
        301_000,
        120_500,
        DECISION);
  }

  /** A request that its first target answers. */
  static void request(UsageLog log, String id) throws JournalFull {
    log.began(began(id, 1, GOOGLE));
    log.ended(succeeded(id, 1, 7));
    log.ended(over(id, 1, Status.SUCCESS, GOOGLE));
  }
}
