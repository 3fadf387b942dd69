package dev.breakwater.server.signin;

import com.password4j.Argon2Function;
import com.password4j.SaltGenerator;
import com.password4j.types.Argon2;
import dev.breakwater.operations.users.PasswordHashing;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Argon2id on threads of its own, two at once: each takes its memory, and strangers decide how many
 * are asked for.
 */
public final class Argon2Passwords implements PasswordHashing, AutoCloseable {
  private static final int AT_ONCE = 2;

  /** Those who wait hold a thread each that administration wants, too. */
  private static final int MOST_CHECKS = 6;

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  /** OWASP's least for Argon2id: 19 MiB, two passes, one lane. */
  public static final Effort USUAL = new Effort(19 * 1024, 2, 1);

  private final Effort effort;
  private final Semaphore checks = new Semaphore(MOST_CHECKS);
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          AT_ONCE, Thread.ofPlatform().daemon().name("passwords-", 0).factory());

  /**
   * How much a hash takes.
   *
   * @param kibibytes of memory
   */
  public record Effort(int kibibytes, int passes, int lanes) {
    Argon2Function function() {
      return Argon2Function.getInstance(kibibytes, passes, lanes, HASH_BYTES, Argon2.ID);
    }

    boolean isMoreThan(Argon2Function other) {
      return kibibytes > other.getMemory()
          || passes > other.getIterations()
          || lanes > other.getParallelism();
    }
  }

  public Argon2Passwords(Effort effort) {
    this.effort = effort;
  }

  @Override
  public String hash(String password) {
    return run(() ->
        effort
            .function()
            .hash(password.getBytes(StandardCharsets.UTF_8), SaltGenerator.generate(SALT_BYTES))
            .getResult());
  }

  @Override
  public Verdict check(String password, String hash) {
    if (!checks.tryAcquire()) {
      return Verdict.BUSY;
    }
    try {
      // By the hash's own parameters: those of today would find every older one wrong.
      boolean right = run(() -> Argon2Function.getInstanceFromHash(hash).check(password, hash));
      return right ? Verdict.RIGHT : Verdict.WRONG;
    } finally {
      checks.release();
    }
  }

  @Override
  public boolean isOutdated(String hash) {
    return effort.isMoreThan(Argon2Function.getInstanceFromHash(hash));
  }

  private <T> T run(Callable<T> work) {
    try {
      return threads.submit(work).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a password could not be hashed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a password was hashed", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
