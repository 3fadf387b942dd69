package dev.breakwater.server;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that look names up, which takes as long as a name server likes. */
final class Lookups {
  /** One slow name server must not keep the names of others waiting. */
  private static final int MOST = 16;

  /** Whoever waits behind so many has given up before the turn comes. */
  private static final int MOST_WAITING = 1_000;

  private static final int IDLE_SECONDS = 30;

  private Lookups() {}

  static Executor threads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            MOST,
            MOST,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("lookup-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }
}
