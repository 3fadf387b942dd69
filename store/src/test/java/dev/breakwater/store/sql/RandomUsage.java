package dev.breakwater.store.sql;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptBegan;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.AttemptRow;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.wire.conversation.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Requests of all kinds, drawn by a seed. */
final class RandomUsage {
  static final List<Target> TARGETS =
      List.of(
          new Target("google", "gemini-1.5-flash"),
          new Target("openai", "gpt-4o-mini"),
          new Target("openai", "gpt-4o"),
          new Target("azure", "gpt-4o-mini"));
  private static final List<String> TENANTS = List.of("default", "default", "acme", "system");
  private static final List<String> ENVIRONMENTS = List.of("production", "production", "staging");
  private static final List<Status> STATUSES =
      List.of(
          Status.SUCCESS,
          Status.SUCCESS,
          Status.SUCCESS,
          Status.ERROR,
          Status.CANCELLED,
          Status.INTERRUPTED,
          Status.REJECTED);

  private final Random random;

  RandomUsage(Random random) {
    this.random = random;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /**
   * @param number makes its id
   * @param at when it began, milliseconds since the epoch
   */
  LedgerRow request(long number, long at) {
    String id = Usage.id(number);
    String tenant = one(TENANTS);
    String environment = one(ENVIRONMENTS);
    String key = "key-" + random.nextInt(3);
    Status status = one(STATUSES);
    int tries = status == Status.REJECTED ? random.nextInt(2) : 1 + random.nextInt(3) / 2;
    List<AttemptRow> attempts = new ArrayList<>();
    for (int attempt = 1; attempt <= tries; attempt++) {
      Status its = attempt < tries ? Status.ERROR : status;
      Target target = one(TARGETS);
      attempts.add(
          new AttemptRow(
              new AttemptBegan(
                  id, attempt, at, tenant, environment, key, target, false, 10, null, 0),
              ended(id, attempt, at, its)));
    }
    Target used = status == Status.SUCCESS ? attempts.getLast().began().target() : null;
    Target primary =
        attempts.isEmpty() || random.nextInt(3) == 0
            ? one(TARGETS)
            : attempts.getFirst().began().target();
    boolean failed = status != Status.SUCCESS;
    return new LedgerRow(
        new RequestEnded(
            id,
            at,
            null,
            tenant,
            environment,
            key,
            "auto",
            random.nextInt(10) == 0 && used == null ? null : primary,
            used,
            tries,
            status,
            failed ? 503 : 200,
            failed ? errorType() : null,
            failed ? "try again in " + random.nextInt(900) + " ms" : null,
            false,
            false,
            micros(),
            -1),
        attempts);
  }

  private AttemptEnded ended(String id, int number, long at, Status status) {
    boolean paid = status != Status.ERROR;
    return new AttemptEnded(
        id,
        number,
        at,
        status,
        paid ? 200 : 503,
        paid ? null : "unavailable",
        paid ? null : "no",
        paid ? Tokens.reported(random.nextInt(5_000), random.nextInt(900)) : Tokens.NONE,
        paid && random.nextInt(8) == 0 ? AttemptEnded.UNPRICED : random.nextInt(1_000_000_000),
        null,
        900,
        -1);
  }

  private @Nullable String errorType() {
    return random.nextInt(5) == 0 ? null : one(List.of("unavailable", "throttled"));
  }

  /** Mostly around a second, over five decades in all. */
  private long micros() {
    return random.nextInt(50) == 0
        ? 0
        : Math.round(1_000_000 * Math.exp(1.5 * random.nextGaussian()));
  }
}
