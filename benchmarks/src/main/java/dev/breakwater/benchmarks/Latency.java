package dev.breakwater.benchmarks;

import static dev.breakwater.benchmarks.Row.Summary.SUM;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How long a client waits: alone on one connection, and among others at a fixed pace. */
final class Latency {
  private static final int PACE = 2_000;
  private static final int PACED_CONNECTIONS = 64;
  private static final int STREAMED_CHUNKS = 20;

  /** A warm-up at full load, for one connection would take minutes to make the compiler act. */
  private static final int WARM_UP_CONNECTIONS = 64;

  private static final Row.Figure P50 =
      Row.Figure.of("latency.p50", "p50, one connection", "µs", Target.ratioAtMost(1.3));
  private static final Row.Figure P99 =
      Row.Figure.of("latency.p99", "p99, one connection", "µs", Target.none());
  private static final Row.Figure ADDED_P50 =
      Row.Figure.of("latency.added.p50", "  p50 added to direct", "µs", Target.none());
  private static final Row.Figure ADDED_P99 =
      Row.Figure.of("latency.added.p99", "  p99 added to direct", "µs", Target.none());
  private static final Row.Figure FIRST_P50 =
      Row.Figure.of("latency.first.p50", "p50 to a stream's first chunk", "µs", Target.none());
  private static final Row.Figure PACED_P50 =
      Row.Figure.of("latency.paced.p50", "p50 at 2,000 requests/s", "µs", Target.none());
  private static final Row.Figure PACED_P99 =
      Row.Figure.of("latency.paced.p99", "p99 at 2,000 requests/s", "µs", Target.none());
  private static final Row.Figure ERRORS =
      new Row.Figure("latency.errors", "errors of these", "", Target.atMost(0), SUM);

  private Latency() {}

  static void measure(Rig rig, Rows rows) throws IOException, InterruptedException {
    rows.order(P50, P99, ADDED_P50, ADDED_P99, FIRST_P50, PACED_P50, PACED_P99, ERRORS);
    LoadPlan alone = LoadPlan.whole().connections(1).seconds(rig.options().seconds());
    LoadPlan streamed =
        LoadPlan.streamed(STREAMED_CHUNKS, 0).connections(1).seconds(rig.options().seconds());
    LoadPlan paced =
        LoadPlan.whole()
            .connections(PACED_CONNECTIONS)
            .with("--rate", PACE)
            .seconds(rig.options().seconds());
    rig.warmUp(LoadPlan.whole().connections(WARM_UP_CONNECTIONS));
    for (int round = 0; round < rig.options().rounds(); round++) {
      LoadReport direct = rig.load(alone, Subject.DIRECT);
      rows.add(P50, Subject.DIRECT, direct.p50());
      rows.add(P99, Subject.DIRECT, direct.p99());
      for (Subject subject : rig.subjects(round)) {
        LoadReport report = rig.load(alone, subject);
        rows.add(P50, subject, report.p50());
        rows.add(P99, subject, report.p99());
        rows.add(ADDED_P50, subject, report.p50() - direct.p50());
        rows.add(ADDED_P99, subject, report.p99() - direct.p99());
        rows.count(ERRORS, subject, report.errors());
        Progress.say(
            "  round %d, %s: p50 %.0f µs, p99 %.0f µs"
                .formatted(round + 1, subject.title(), report.p50(), report.p99()));
      }
      List<Subject> all = new ArrayList<>(List.of(Subject.DIRECT));
      all.addAll(rig.subjects(round));
      for (Subject subject : all) {
        LoadReport stream = rig.load(streamed, subject);
        rows.add(FIRST_P50, subject, stream.firstP50());
        rows.count(ERRORS, subject, stream.errors());
        LoadReport report = rig.load(paced, subject);
        rows.add(PACED_P50, subject, report.p50());
        rows.add(PACED_P99, subject, report.p99());
        rows.count(ERRORS, subject, report.errors());
      }
    }
  }
}
