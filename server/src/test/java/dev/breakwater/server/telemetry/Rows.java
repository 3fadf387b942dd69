package dev.breakwater.server.telemetry;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptBegan;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.AttemptRow;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.wire.conversation.Tokens;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests as a follower tells of them. */
final class Rows {
  static final String ID = "req_01JTESTTESTTESTTESTTESTTE";
  static final long START = 1_767_225_600_000L;
  static final Target OPENAI = new Target("openai", "gpt-4o-mini");
  static final Target GOOGLE = new Target("google", "gemini-1.5-flash");

  private Rows() {}

  static LedgerRow success() {
    return new LedgerRow(
        ended(Status.SUCCESS, 200, OPENAI, 1, null, null), List.of(answered(1, OPENAI)));
  }

  /** The first target failed with these words, the second answered. */
  static LedgerRow fallback(String message) {
    return new LedgerRow(
        ended(Status.SUCCESS, 200, OPENAI, 2, "status_503", message),
        List.of(failed(1, GOOGLE, message), answered(2, OPENAI)));
  }

  static LedgerRow failure(String message) {
    return new LedgerRow(
        ended(Status.ERROR, 503, null, 1, "status_503", message),
        List.of(failed(1, GOOGLE, message)));
  }

  static LedgerRow of(Status status) {
    return new LedgerRow(ended(status, 0, null, 0, null, null), List.of());
  }

  private static RequestEnded ended(
      Status status,
      int httpStatus,
      @Nullable Target used,
      int attempts,
      @Nullable String errorType,
      @Nullable String message) {
    return new RequestEnded(
        ID,
        START,
        "client-7",
        "acme",
        "staging",
        "key_1",
        "auto",
        GOOGLE,
        used,
        attempts,
        status,
        httpStatus,
        errorType,
        message,
        true,
        false,
        1_234_500,
        used == null ? -1 : 210_000);
  }

  private static AttemptRow answered(int number, Target target) {
    return new AttemptRow(
        began(number, target),
        new AttemptEnded(
            ID,
            number,
            START + 1_200,
            Status.SUCCESS,
            200,
            null,
            null,
            new Tokens(1_000, 50, 600, 0, 0, true),
            100,
            "2026",
            900_000,
            200_000));
  }

  private static AttemptRow failed(int number, Target target, String message) {
    return new AttemptRow(
        began(number, target),
        new AttemptEnded(
            ID,
            number,
            START + 300,
            Status.ERROR,
            503,
            "status_503",
            message,
            Tokens.NONE,
            0,
            null,
            300_000,
            -1));
  }

  private static AttemptBegan began(int number, Target target) {
    return new AttemptBegan(
        ID, number, START + number, "acme", "staging", "key_1", target, true, 40, null, 0);
  }
}
