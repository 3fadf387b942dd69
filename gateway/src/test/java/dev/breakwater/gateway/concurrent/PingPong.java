package dev.breakwater.gateway.concurrent;

import dev.breakwater.gateway.simulation.ManualLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** An exchange in miniature, also run in a JVM that does not open {@code java.lang}. */
final class PingPong {
  private PingPong() {}

  /** Asks the loop for a letter, again and again; gives how many came in order. */
  static int play(ManualLoop loop, int rounds) {
    Waiter waiter = new Waiter(Thread.currentThread(), loop);
    Mailbox<Integer> mailbox = new Mailbox<>(waiter);
    int played = 0;
    while (played < rounds) {
      int ball = played;
      loop.execute(() -> mailbox.put(ball));
      Waiter.Wake wake = mailbox.await(Deadline.after(loop, Duration.ofSeconds(20)));
      Integer back = wake == Waiter.Wake.READY ? mailbox.poll() : null;
      if (back == null || back != played) {
        return played;
      }
      played++;
    }
    waiter.close();
    return played;
  }

  public static void main(String[] arguments) {
    System.out.println("carried: " + VirtualThreads.canBeCarried());
    try (ManualLoop loop = new ManualLoop("loop")) {
      CompletableFuture<Integer> played = new CompletableFuture<>();
      VirtualThreads.carriedBy(loop).newThread(() -> played.complete(play(loop, 1_000))).start();
      System.out.println("played: " + played.join());
    }
  }
}
