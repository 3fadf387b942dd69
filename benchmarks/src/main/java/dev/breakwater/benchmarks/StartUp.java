package dev.breakwater.benchmarks;

import java.io.IOException;
import java.util.Set;

/** From the command to the first good answer, with an empty data folder, on one core and on all. */
final class StartUp {
  private static final int STARTS = 5;

  private static final Row.Figure ONE_CORE =
      Row.Figure.of("start.oneCore", "start to ready, one core", "ms", Target.atMost(2_000));
  private static final Row.Figure TWO_CORES =
      Row.Figure.of("start.twoCores", "start to ready, both cores", "ms", Target.none());

  private StartUp() {}

  static void measure(Rig rig, Rows rows) throws IOException, InterruptedException {
    rig.stopRelays();
    for (Subject subject : rig.subjects()) {
      rig.stop(rig.start(subject, Set.of(rig.relayCore()))); // reads the files into the page cache
    }
    for (int round = 0; round < STARTS; round++) {
      for (Subject subject : rig.subjects(round)) {
        rows.add(ONE_CORE, subject, millis(rig, subject, Set.of(rig.relayCore())));
        rows.add(TWO_CORES, subject, millis(rig, subject, rig.bothCores()));
        Progress.say("  start %d of %d, %s".formatted(round + 1, STARTS, subject.title()));
      }
    }
  }

  private static double millis(Rig rig, Subject subject, Set<Integer> cores)
      throws IOException, InterruptedException {
    Relay relay = rig.start(subject, cores);
    rig.stop(relay);
    return relay.startMillis();
  }
}
