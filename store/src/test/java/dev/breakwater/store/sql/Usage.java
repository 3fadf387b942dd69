package dev.breakwater.store.sql;

import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.trace.KeptTrace;
import dev.breakwater.gateway.trace.PlanText;
import dev.breakwater.gateway.trace.TraceWriter;
import dev.breakwater.gateway.usage.AttemptBegan;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.AttemptRow;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.operations.rollups.RollupNames;
import dev.breakwater.wire.conversation.Tokens;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** Requests as the ledger's writer would hand them over. */
public final class Usage {
  static final long START = 1_767_225_600_000L;
  static final Target GOOGLE = new Target("google", "gemini-1.5-flash");
  static final Target OPENAI = new Target("openai", "gpt-4o-mini");

  private Usage() {}

  /** Counts days of the zone, and calls every model by its name. */
  static SqlRollups rollups(Database database, ZoneId zone) {
    return rollups(database, "node", zone);
  }

  private static SqlRollups rollups(Database database, String writer, ZoneId zone) {
    return new SqlRollups(database.dialect(), writer, zone, new RollupNames((_, _, _) -> true));
  }

  public static SqlLedger ledger(Database database) {
    return ledger(database, "node");
  }

  public static SqlLedger ledger(Database database, String writer) {
    return new SqlLedger(database, rollups(database, writer, ZoneOffset.UTC));
  }

  static String id(long number) {
    return String.format(Locale.ROOT, "req_%026d", number);
  }

  static AttemptBegan began(String id, int number, long at, Target target) {
    return new AttemptBegan(
        id, number, at, "default", "production", "key", target, false, 10, null, 0);
  }

  static AttemptEnded ended(String id, int number, long at, Status status, long cost) {
    boolean good = status == Status.SUCCESS;
    return new AttemptEnded(
        id,
        number,
        at,
        status,
        good ? 200 : 503,
        good ? null : "unavailable",
        good ? null : "no",
        good ? Tokens.reported(100, 20) : Tokens.NONE,
        cost,
        good ? "catalogue:x" : null,
        900,
        good ? 400 : -1);
  }

  static RequestEnded over(
      String id, long at, Target used, int attempts, Status status, long micros) {
    boolean good = status == Status.SUCCESS;
    return new RequestEnded(
        id,
        at,
        null,
        "default",
        "production",
        "key",
        "auto",
        GOOGLE,
        good ? used : null,
        attempts,
        status,
        good ? 200 : 503,
        good && attempts == 1 ? null : "unavailable",
        good && attempts == 1 ? null : "no",
        false,
        false,
        micros,
        good ? 500 : -1,
        good ? decision(used, attempts) : null);
  }

  /** Of three candidates, one was called at once. */
  private static KeptTrace decision(Target used, int attempts) {
    PlanText plan =
        PlanText.of(
            "priority",
            List.of(
                new PlanText.Place(new RouteTarget(GOOGLE, 0), false),
                new PlanText.Place(new RouteTarget(OPENAI, 1), false),
                new PlanText.Place(
                    new RouteTarget(new Target("anthropic", "claude-3-haiku"), 2), false)));
    return new TraceWriter(plan).called(used, attempts, "closed", "first").done(attempts);
  }

  /** Answered by the primary at once. */
  static LedgerRow direct(long number, long at, long micros, long cost) {
    String id = id(number);
    return new LedgerRow(
        over(id, at, GOOGLE, 1, Status.SUCCESS, micros),
        List.of(
            new AttemptRow(
                began(id, 1, at + 1, GOOGLE), ended(id, 1, at + 2, Status.SUCCESS, cost))));
  }

  /** Answered by the second target after the first one failed. */
  static LedgerRow fallback(long number, long at, long micros, long cost) {
    String id = id(number);
    return new LedgerRow(
        over(id, at, OPENAI, 2, Status.SUCCESS, micros),
        List.of(
            new AttemptRow(began(id, 1, at, GOOGLE), ended(id, 1, at, Status.ERROR, 0)),
            new AttemptRow(began(id, 2, at, OPENAI), ended(id, 2, at, Status.SUCCESS, cost))));
  }

  /** Answered by nobody. */
  static LedgerRow failed(long number, long at) {
    String id = id(number);
    return new LedgerRow(
        over(id, at, GOOGLE, 1, Status.ERROR, 5_000),
        List.of(new AttemptRow(began(id, 1, at, GOOGLE), ended(id, 1, at, Status.ERROR, 0))));
  }

  /** Refused before any upstream was called. */
  static LedgerRow rejected(long number, long at) {
    return new LedgerRow(over(id(number), at, GOOGLE, 0, Status.REJECTED, 100), List.of());
  }
}
