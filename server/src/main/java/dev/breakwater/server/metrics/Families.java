package dev.breakwater.server.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.stream.Stream;

/** The gateway's families of series: their names, what they mean, and their labels. */
final class Families {
  private static final double[] SECONDS = {0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300};

  final Counter requests;
  final TracedDurations requestDurations;
  final TracedDurations firstTokens;
  final Counter errors;
  final Counter rejections;
  final Counter fallbacks;
  final Counter unpriced;
  final Counter attempts;
  final TracedDurations attemptDurations;
  final Counter retries;
  final Counter hedges;
  final Counter resumes;
  final Counter probes;
  final Counter skips;
  final Counter estimated;
  final Counter tokens;
  final Counter tokenDetails;
  final Counter cost;

  private final PrometheusRegistry registry;

  Families(PrometheusRegistry registry) {
    this.registry = registry;
    requests =
        counter(
            "llm_requests_total",
            "Requests by the target that answered, else that was to answer first, and by how they"
                + " ended",
            "provider",
            "model",
            "status");
    requestDurations =
        seconds(
            "llm_request_duration_seconds", "From first byte in to last byte out, of successes");
    firstTokens =
        seconds(
            "llm_time_to_first_token_seconds",
            "From first byte in to first content out, of streams that ended well");
    errors =
        counter("llm_errors_total", "Requests that ended as errors, by what was wrong", "type");
    rejections =
        counter(
            "llm_rejections_total",
            "Requests that were refused for the caller's own fault or a limit, by what was wrong",
            "type");
    fallbacks =
        counter(
            "llm_fallbacks_total",
            "Requests that another target than their first one answered",
            "from_provider",
            "from_model",
            "to_provider",
            "to_model");
    unpriced = ofTarget("llm_unpriced_requests_total", "Requests whose cost is not known whole");
    attempts =
        counter(
            "llm_attempts_total",
            "Calls to upstreams, paid health checks among them, by how they ended",
            "provider",
            "model",
            "status",
            "error_type");
    attemptDurations =
        seconds(
            "llm_attempt_duration_seconds",
            "How long calls to upstreams took that succeeded or failed",
            "status");
    retries = ofTarget("llm_retries_total", "Calls that repeated one to the same target");
    hedges = ofTarget("llm_hedges_total", "Calls made because another was slow to begin");
    resumes = ofTarget("llm_resumes_total", "Calls that went on with a stream that broke off");
    probes =
        ofTarget(
            "llm_circuit_probes_total",
            "Requests' calls that tried whether an open circuit may close");
    skips =
        counter(
            "llm_skips_total",
            "Targets that requests passed by, by the reason",
            "provider",
            "model",
            "reason");
    estimated =
        ofTarget("llm_estimated_attempts_total", "Calls whose tokens the provider did not report");
    tokens = counter("llm_tokens_used_total", "Tokens of all calls", "provider", "model", "type");
    tokenDetails =
        counter(
            "llm_token_details_total",
            "Parts of llm_tokens_used_total: input read from and written to providers' caches,"
                + " output spent on reasoning",
            "provider",
            "model",
            "type");
    cost = ofTarget("llm_cost_usd_total", "Cost of all calls whose price is known, in US dollars");
  }

  private Counter ofTarget(String name, String help) {
    return counter(name, help, "provider", "model");
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .withoutExemplars()
        .register(registry);
  }

  /** By provider and model, and by what else is said. */
  private TracedDurations seconds(String name, String help, String... more) {
    List<String> labels = Stream.concat(Stream.of("provider", "model"), Stream.of(more)).toList();
    TracedDurations durations = new TracedDurations(name, help, labels, SECONDS);
    registry.register(durations);
    return durations;
  }
}
