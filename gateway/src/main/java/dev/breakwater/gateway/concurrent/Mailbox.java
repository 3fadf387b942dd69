package dev.breakwater.gateway.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What a loop's callbacks hand to an exchange: one producer, one consumer, first in, first out.
 *
 * <p>Right on both schedulers. When the loop carries the exchange's thread, both sides run on one
 * platform thread and the ordering below costs nothing; on the JDK's scheduler they are two, and
 * the release of {@code next} publishes the letter before the wake-up.
 */
public final class Mailbox<E> {
  private static final VarHandle NEXT;

  static {
    try {
      NEXT = MethodHandles.lookup().findVarHandle(Letter.class, "next", Letter.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Waiter waiter;
  private Letter<E> first = new Letter<>(null);
  private Letter<E> last = first;

  public Mailbox(Waiter waiter) {
    this.waiter = waiter;
  }

  /** Adds a letter and wakes the consumer; the producer only. */
  public void put(E content) {
    Letter<E> letter = new Letter<>(content);
    NEXT.setRelease(last, letter);
    last = letter;
    waiter.wake();
  }

  public boolean isEmpty() {
    return NEXT.getAcquire(first) == null;
  }

  /** The oldest letter, or null when there is none; the consumer only. */
  @SuppressWarnings("unchecked")
  public @Nullable E poll() {
    Letter<E> letter = (Letter<E>) NEXT.getAcquire(first);
    if (letter == null) {
      return null;
    }
    first = letter;
    E content = letter.content;
    letter.content = null;
    return content;
  }

  /**
   * Waits for a letter; the consumer only.
   *
   * @return {@code READY} exactly when {@link #poll} will give one
   */
  public Waiter.Wake await(Deadline deadline) {
    return waiter.await(() -> !isEmpty(), deadline);
  }

  private static final class Letter<E> {
    @Nullable E content;

    @SuppressWarnings("unused") // through NEXT
    @Nullable Letter<E> next;

    Letter(@Nullable E content) {
      this.content = content;
    }
  }
}
