package dev.breakwater.gateway.simulation;

import dev.breakwater.gateway.attempt.Attempts;
import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.provider.Preparation;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.wire.conversation.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The attempt engine with everything around it simulated: time, threads, upstreams, clients. */
public final class AttemptWorld {
  private final SeededScheduler scheduler;
  private final TargetHealths healths;
  private final SimulatedUpstream upstream;
  private final List<SimulatedRequest> requests = new ArrayList<>();
  private final Map<String, Problem> unable = new HashMap<>();
  private int upstreamCalls;

  public AttemptWorld(long seed, SimulatedUpstream upstream) {
    this.scheduler = new SeededScheduler(seed);
    this.healths = new TargetHealths(scheduler);
    this.upstream = upstream;
  }

  public SeededScheduler scheduler() {
    return scheduler;
  }

  public TargetHealths healths() {
    return healths;
  }

  public List<SimulatedRequest> requests() {
    return requests;
  }

  /** How many calls reached an upstream, as the upstreams count. */
  public int upstreamCalls() {
    return upstreamCalls;
  }

  /** A request that arrives now. */
  public SimulatedRequest request(RoutePlan plan) {
    return request(plan, true);
  }

  public SimulatedRequest request(RoutePlan plan, boolean stream) {
    SimulatedRequest request = new SimulatedRequest("request-" + requests.size(), plan, scheduler);
    requests.add(request);
    scheduler.start(
        request.name(),
        () ->
            request.run(
                waiter ->
                    new Attempts(
                        healths,
                        target ->
                            unable.containsKey(target.toString())
                                ? (ask, model, w) ->
                                    new Preparation.Unable(unable.get(target.toString()))
                                : new Fluent((call, sink) -> {
                                  upstreamCalls++;
                                  return upstream.take(call, call.waiter(), sink);
                                }),
                        (ask, target) -> OptionalLong.empty(),
                        body -> scheduler.start(request.name() + "-hedge", body),
                        scheduler.random()),
                stream));
    return request;
  }

  /** A target has no words for whatever is asked. */
  public AttemptWorld unable(String target, Problem problem) {
    unable.put(target, problem);
    return this;
  }

  /** A request that arrives later. */
  public void requestIn(Duration wait, RoutePlan plan) {
    in(wait, () -> request(plan));
  }

  public void leaveIn(Duration wait, SimulatedRequest request, Why why) {
    in(wait, () -> request.leave(why));
  }

  /** Something happens later. */
  public void in(Duration wait, Runnable event) {
    scheduler.at(scheduler.nanos() + wait.toNanos(), event);
  }

  /** Lets one request run to its end, with everything else that happens until then. */
  public SimulatedRequest answer(RoutePlan plan) {
    SimulatedRequest request = request(plan);
    scheduler.run();
    return request;
  }

  public void run() {
    scheduler.run();
  }
}
