package dev.breakwater.benchmarks;

import static dev.breakwater.benchmarks.Row.Summary.SUM;

import java.io.IOException;

/** Processor time of a whole answer, with a relay at full load. */
final class RequestCost {
  private static final int CONNECTIONS = 64;

  private static final Row.Figure CPU =
      Row.Figure.of("requests.cpu", "CPU a request", "µs", Target.ratioAtMost(2.2));
  private static final Row.Figure COMPILER =
      Row.Figure.of("requests.compiler", "  of it the JIT compiler", "µs", Target.none());
  private static final Row.Figure COLLECTOR =
      Row.Figure.of("requests.collector", "  of it the garbage collector", "µs", Target.none());
  private static final Row.Figure LEDGER =
      Row.Figure.of("requests.ledger", "  beside it the ledger, a row", "µs", Target.atMost(10));
  private static final Row.Figure RATE =
      Row.Figure.of("requests.rate", "requests a second, 64 connections", "", Target.none());
  private static final Row.Figure ERRORS =
      new Row.Figure("requests.errors", "errors of requests", "", Target.atMost(0), SUM);

  private RequestCost() {}

  static void measure(Rig rig, Rows rows) throws IOException, InterruptedException {
    rows.order(CPU, COMPILER, COLLECTOR, LEDGER, RATE, ERRORS);
    LoadPlan plan = LoadPlan.whole().connections(CONNECTIONS);
    rig.warmUp(plan);
    for (int round = 0; round < rig.options().rounds(); round++) {
      for (Subject subject : rig.subjects(round)) {
        Rig.Priced priced = rig.price(plan.seconds(rig.options().seconds()), subject);
        LoadReport report = priced.report();
        ProcessTimes.Spent spent = priced.spent();
        double requests = 1e3 * report.completed();
        rows.add(CPU, subject, spent.onThePath() / requests);
        if (subject == Subject.BREAKWATER) {
          rows.add(COMPILER, subject, spent.of(ProcessTimes.Role.COMPILER) / requests);
          rows.add(COLLECTOR, subject, spent.of(ProcessTimes.Role.COLLECTOR) / requests);
          rows.add(LEDGER, subject, spent.of(ProcessTimes.Role.LEDGER) / requests);
        }
        rows.add(RATE, subject, report.completed() / report.seconds());
        rows.count(ERRORS, subject, report.errors());
        Progress.say(
            "  round %d, %s: %.1f µs a request"
                .formatted(round + 1, subject.title(), spent.onThePath() / requests));
      }
    }
  }
}
