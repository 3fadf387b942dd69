package dev.breakwater.gateway.concurrent;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes virtual threads that an executor of our choice carries, such as an event loop.
 *
 * <p>The JDK has had a builder for such threads since 21 without making it public; this class alone
 * knows of it. It needs {@code --add-opens java.base/java.lang=ALL-UNNAMED}. Where the builder is
 * missing or closed, threads come from the JDK's own scheduler: slower, for every wake-up then
 * crosses threads, and just as correct.
 */
public final class VirtualThreads {
  private static final @Nullable Constructor<?> CARRIED_BUILDER = carriedBuilder();

  private VirtualThreads() {}

  /** Whether {@link #carriedBy} can do what it says; for the log and the status page. */
  public static boolean canBeCarried() {
    return CARRIED_BUILDER != null;
  }

  /**
   * A factory of virtual threads that run only inside {@code carrier}, one continuation a task; on
   * the JDK's scheduler when that cannot be had.
   */
  public static ThreadFactory carriedBy(Executor carrier) {
    Constructor<?> constructor = CARRIED_BUILDER;
    if (constructor == null) {
      return scheduledByJdk();
    }
    try {
      return ((Thread.Builder.OfVirtual) constructor.newInstance(carrier)).factory();
    } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("the JDK's builder of carried virtual threads failed", e);
    }
  }

  /** A factory of virtual threads on the JDK's own scheduler. */
  public static ThreadFactory scheduledByJdk() {
    return Thread.ofVirtual().factory();
  }

  private static @Nullable Constructor<?> carriedBuilder() {
    try {
      Class<?> builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
      Constructor<?> constructor = builder.getDeclaredConstructor(Executor.class);
      constructor.setAccessible(true);
      constructor.newInstance((Executor) Runnable::run);
      return constructor;
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return null;
    }
  }
}
