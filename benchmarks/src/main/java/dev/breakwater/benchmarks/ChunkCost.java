package dev.breakwater.benchmarks;

import static dev.breakwater.benchmarks.Row.Summary.SUM;

import java.io.IOException;

/**
 * Processor time of a chunk of a stream, back to back. Each stream has one chunk under way, so that
 * a relay reads and writes every chunk by itself; left to run free, a relay that falls behind finds
 * several in one read, and being slow looks cheap. That is shown too, without a target.
 */
final class ChunkCost {
  private static final int STREAMS = 32;
  private static final int CHUNKS = 1_000;

  private static final Row.Figure CPU =
      Row.Figure.of("chunks.cpu", "CPU a chunk, back to back", "µs", Target.ratioAtMost(1.3));
  private static final Row.Figure LEDGER =
      Row.Figure.of("chunks.ledger", "  beside it the ledger", "µs", Target.none());
  private static final Row.Figure TRANSLATED =
      Row.Figure.of("chunks.translated.cpu", "CPU a chunk, translated", "µs", Target.none());
  private static final Row.Figure TIMES =
      Row.Figure.of(
          "chunks.translated.times", "  times as much as passed through", "", Target.atMost(2));
  private static final Row.Figure RATE =
      Row.Figure.of("chunks.rate", "chunks a second, 32 streams", "", Target.none());
  private static final Row.Figure FREE_CPU =
      Row.Figure.of("chunks.free.cpu", "CPU a chunk, mock runs ahead", "µs", Target.none());
  private static final Row.Figure FREE_TOGETHER =
      Row.Figure.of("chunks.free.together", "  chunks that arrive together", "", Target.none());
  private static final Row.Figure ERRORS =
      new Row.Figure("chunks.errors", "errors of streams", "", Target.atMost(0), SUM);

  private ChunkCost() {}

  static void measure(Rig rig, Rows rows) throws IOException, InterruptedException {
    rows.order(CPU, LEDGER, TRANSLATED, TIMES, RATE, FREE_CPU, FREE_TOGETHER, ERRORS);
    LoadPlan free = LoadPlan.streamed(CHUNKS, 0).connections(STREAMS);
    LoadPlan oneByOne = free.with("--window", STREAMS);
    LoadPlan translated =
        LoadPlan.translated(CHUNKS, 0).connections(STREAMS).with("--window", STREAMS);
    rig.warmUp(oneByOne);
    rig.warmUp(translated, Subject.BREAKWATER);
    for (int round = 0; round < rig.options().rounds(); round++) {
      for (Subject subject : rig.subjects(round)) {
        Rig.Priced priced = rig.price(oneByOne.seconds(rig.options().seconds()), subject);
        LoadReport report = priced.report();
        double chunks = 1e3 * report.chunks();
        double cpu = priced.spent().onThePath() / chunks;
        rows.add(CPU, subject, cpu);
        if (subject == Subject.BREAKWATER) {
          rows.add(LEDGER, subject, priced.spent().of(ProcessTimes.Role.LEDGER) / chunks);
          translated(rig, rows, translated, cpu);
        }
        rows.add(RATE, subject, report.chunks() / report.seconds());
        rows.count(ERRORS, subject, report.errors());
        Progress.say("  round %d, %s: %.2f µs a chunk".formatted(round + 1, subject.title(), cpu));
      }
    }
    free(rig, rows, free);
  }

  /** What translation adds, beside the same round's {@code passedThrough} in µs. */
  private static void translated(Rig rig, Rows rows, LoadPlan plan, double passedThrough)
      throws IOException, InterruptedException {
    Subject subject = Subject.BREAKWATER;
    Rig.Priced priced = rig.price(plan.seconds(rig.options().seconds()), subject);
    double cpu = priced.spent().onThePath() / (1e3 * priced.report().chunks());
    rows.add(TRANSLATED, subject, cpu);
    rows.add(TIMES, subject, cpu / passedThrough);
    rows.count(ERRORS, subject, priced.report().errors());
  }

  private static void free(Rig rig, Rows rows, LoadPlan free)
      throws IOException, InterruptedException {
    for (int round = 0; round < rig.options().rounds(); round++) {
      for (Subject subject : rig.subjects(round)) {
        Rig.Priced priced = rig.price(free.seconds(rig.options().seconds()), subject);
        LoadReport report = priced.report();
        rows.add(FREE_CPU, subject, priced.spent().onThePath() / (1e3 * report.chunks()));
        rows.add(FREE_TOGETHER, subject, (double) report.chunks() / report.reads());
        rows.count(ERRORS, subject, report.errors());
      }
    }
  }
}
