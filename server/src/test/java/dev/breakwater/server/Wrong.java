package dev.breakwater.server;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.Socket;
import java.time.LocalDate;
import java.util.Random;

/** Classes that do what the architecture forbids, so that its rules are seen to fail. */
final class Wrong {
  private Wrong() {}

  static final class ReadsNanos {
    long now() {
      return System.nanoTime();
    }
  }

  static final class ReadsWallClock {
    long now() {
      return System.currentTimeMillis();
    }
  }

  static final class Sleeps {
    void sleep() throws InterruptedException {
      Thread.sleep(1);
    }
  }

  static final class Draws {
    double draw() {
      return Math.random();
    }
  }

  static final class DrawsUnseeded {
    int draw() {
      return new Random().nextInt();
    }
  }

  static final class DrawsSeeded {
    int draw(long seed) {
      return new Random(seed).nextInt();
    }
  }

  static final class KnowsToday {
    LocalDate today() {
      return LocalDate.now(java.time.ZoneOffset.UTC);
    }
  }

  static final class OpensSocket {
    Socket open() throws IOException {
      return new Socket("localhost", 1);
    }
  }

  static final class StartsThread {
    Thread start(Runnable task) {
      return Thread.ofVirtual().start(task);
    }
  }

  static final class HoldsVertx {
    Vertx make() {
      return Vertx.vertx();
    }
  }
}
