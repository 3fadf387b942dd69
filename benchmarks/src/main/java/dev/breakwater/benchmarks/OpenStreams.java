package dev.breakwater.benchmarks;

import static dev.breakwater.benchmarks.Row.Summary.LEAST;
import static dev.breakwater.benchmarks.Row.Summary.SUM;

import java.io.IOException;
import java.util.List;

/** Memory while many streams of 100 chunks, one every 20 ms, are open at once; a fresh relay. */
final class OpenStreams {
  private static final List<Integer> STREAMS = List.of(2_000, 5_000);

  /** The number that has to fit into this much memory, in megabytes. */
  private static final int JUDGED = 5_000;

  private static final double MEGABYTES = 500;
  private static final int CHUNKS = 100;
  private static final int EVERY_MILLIS = 20;

  /** All are open before the first, which takes two seconds, can end. */
  private static final int RAMP_MILLIS = 1_000;

  private static final int WARM_UP_STREAMS = 100;

  private OpenStreams() {}

  static void measure(Rig rig, Rows rows) throws IOException, InterruptedException {
    rig.stopRelays();
    LoadPlan plan = LoadPlan.streamed(CHUNKS, EVERY_MILLIS);
    for (Subject subject : rig.subjects()) {
      Relay relay = rig.relay(subject);
      rig.load(plan.connections(WARM_UP_STREAMS).seconds(rig.options().seconds()), subject);
      for (int streams : STREAMS) {
        measure(rig, rows, plan, relay, streams);
      }
    }
    rig.stopRelays();
  }

  private static void measure(Rig rig, Rows rows, LoadPlan plan, Relay relay, int streams)
      throws IOException, InterruptedException {
    Subject subject = relay.subject();
    LoadPlan all =
        plan.connections(streams)
            .with("--each", 1)
            .with("--ramp", RAMP_MILLIS)
            .with("--timeout", 120);
    double[] resident = {0};
    ProcessTimes before = ProcessTimes.of(relay.pid());
    LoadReport report =
        rig.load(
            all,
            subject,
            () -> resident[0] = Math.max(resident[0], ProcessMemory.of(relay.pid()).resident()));
    ProcessTimes.Spent spent = ProcessTimes.of(relay.pid()).since(before);
    ProcessMemory memory = ProcessMemory.of(relay.pid());

    String id = "streams." + streams + ".";
    String words = Row.number(streams) + " open streams: ";
    Target size = streams == JUDGED ? Target.atMost(MEGABYTES) : Target.none();
    rows.add(Row.Figure.of(id + "peak", words + "peak memory", "MB", size), subject, memory.peak());
    rows.add(
        Row.Figure.of(id + "resident", "  memory while they are open", "MB", Target.none()),
        subject,
        resident[0]);
    rows.add(Row.Figure.of(id + "cpu", "  CPU", "s", Target.none()), subject, spent.total() / 1e9);
    rows.count(
        Row.Figure.of(id + "open", "  open at the same time", "", Target.none()),
        subject,
        report.mostOpen());
    rows.count(
        new Row.Figure(id + "completed", "  complete", "", Target.atLeast(streams), LEAST),
        subject,
        report.completed());
    rows.count(
        new Row.Figure(id + "errors", "  errors", "", Target.atMost(0), SUM),
        subject,
        report.errors());
    Progress.say(
        "  %s, %d streams: %d complete, peak %.0f MB, %.1f s CPU"
            .formatted(
                subject.title(), streams, report.completed(), memory.peak(), spent.total() / 1e9));
  }
}
