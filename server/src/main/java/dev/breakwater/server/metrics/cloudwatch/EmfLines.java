package dev.breakwater.server.metrics.cloudwatch;

import dev.breakwater.server.metrics.cloudwatch.EmfLine.Unit;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a set of lines says: one line for everything, one a provider, and one a target that was
 * asked something since the set before. Counts are of the time between, gauges of the moment.
 */
final class EmfLines {
  /** Each has some ten metrics, and CloudWatch bills metrics. */
  private static final int MOST_TARGETS = 50;

  private static final int MOST_PROVIDERS = 50;
  private static final String OTHER = "other";
  private static final String PROVIDER = "provider";
  private static final String MODEL = "model";

  private final String namespace;
  private final String service;

  /** A provider's model, as the labels say. */
  private record Place(String provider, String model) {
    boolean has(Labels labels) {
      return provider.equals(labels.get(PROVIDER)) && model.equals(labels.get(MODEL));
    }

    static Place of(Labels labels) {
      return new Place(String.valueOf(labels.get(PROVIDER)), String.valueOf(labels.get(MODEL)));
    }
  }

  /** Two moments to subtract. */
  private record Change(Figures before, Figures now) {
    double of(String counter, Predicate<Labels> labels) {
      return now.sum(counter, labels) - before.sum(counter, labels);
    }

    Distribution durations(String histogram, Predicate<Labels> labels) {
      return now.distribution(histogram, labels).minus(before.distribution(histogram, labels));
    }
  }

  EmfLines(String namespace, String service) {
    this.namespace = namespace;
    this.service = service;
  }

  List<String> of(Figures before, Figures now, long atMillis) {
    Change change = new Change(before, now);
    List<String> lines = new ArrayList<>();
    lines.add(whole(change, atMillis));
    now.labels("llm_provider_healthy")
        .map(labels -> String.valueOf(labels.get(PROVIDER)))
        .distinct()
        .limit(MOST_PROVIDERS)
        .forEach(provider -> lines.add(provider(provider, now, atMillis)));
    lines.addAll(targets(change, atMillis));
    return lines;
  }

  private String whole(Change change, long atMillis) {
    Predicate<Labels> all = labels -> true;
    EmfLine line = line(atMillis, Map.of());
    usage(line, change, all);
    double healthy = change.now().count("llm_provider_healthy", 1, all);
    return line.metric("Fallbacks", Unit.COUNT, change.of("llm_fallbacks", all))
        .metric("Retries", Unit.COUNT, change.of("llm_retries", all))
        .metric("RequestsInFlight", Unit.COUNT, change.now().sum("llm_requests_in_flight", all))
        .metric("StreamsOpen", Unit.COUNT, change.now().sum("llm_streams_open", all))
        .metric("ProvidersHealthy", Unit.COUNT, healthy)
        .metric(
            "ProvidersUnhealthy", Unit.COUNT, change.now().count("llm_provider_healthy", 0, all))
        .metric("CircuitsOpen", Unit.COUNT, change.now().count("llm_circuit_state", 2, all))
        .metric(
            "ConsecutiveFailures",
            Unit.COUNT,
            change.now().most("llm_circuit_consecutive_failures", all))
        .toString();
  }

  private String provider(String provider, Figures now, long atMillis) {
    Predicate<Labels> its = labels -> provider.equals(labels.get(PROVIDER));
    return line(atMillis, Map.of("Provider", provider))
        .metric("ProviderHealthy", Unit.NONE, now.sum("llm_provider_healthy", its))
        .metric("ProviderSuccessRatio", Unit.NONE, now.sum("llm_provider_success_ratio", its))
        .metric("CircuitsOpen", Unit.COUNT, now.count("llm_circuit_state", 2, its))
        .metric(
            "ConsecutiveFailures", Unit.COUNT, now.most("llm_circuit_consecutive_failures", its))
        .toString();
  }

  private List<String> targets(Change change, long atMillis) {
    List<Place> busy =
        Stream.concat(change.now().labels("llm_requests"), change.now().labels("llm_attempts"))
            .map(Place::of)
            .distinct()
            .filter(place ->
                change.of("llm_requests", place::has) + change.of("llm_attempts", place::has) > 0)
            .sorted((a, b) -> Double.compare(asked(change, b), asked(change, a)))
            .toList();
    List<Place> own = busy.stream().limit(MOST_TARGETS).toList();
    List<String> lines = new ArrayList<>();
    own.forEach(place -> lines.add(target(place, change, place::has, atMillis)));
    if (busy.size() > own.size()) {
      List<Place> rest = busy.subList(own.size(), busy.size());
      lines.add(
          target(
              new Place(OTHER, OTHER),
              change,
              labels -> rest.contains(Place.of(labels)),
              atMillis));
    }
    return lines;
  }

  private static double asked(Change change, Place place) {
    return change.of("llm_requests", place::has);
  }

  private String target(Place place, Change change, Predicate<Labels> its, long atMillis) {
    Map<String, String> dimensions = new LinkedHashMap<>();
    dimensions.put("Provider", place.provider());
    dimensions.put("Model", place.model());
    EmfLine line = line(atMillis, dimensions);
    usage(line, change, its);
    return line.toString();
  }

  /** What is counted for everything and for each target alike. */
  private static void usage(EmfLine line, Change change, Predicate<Labels> its) {
    double success = requests(change, its, "success");
    double failed = requests(change, its, "error") + requests(change, its, "interrupted");
    line.metric("Requests", Unit.COUNT, success + failed + requests(change, its, "cancelled"))
        .metric("Successes", Unit.COUNT, success)
        .metric("Errors", Unit.COUNT, failed)
        .metric("Cancelled", Unit.COUNT, requests(change, its, "cancelled"))
        .metric("Rejected", Unit.COUNT, requests(change, its, "rejected"))
        .metric("Attempts", Unit.COUNT, change.of("llm_attempts", its))
        .metric("AttemptErrors", Unit.COUNT, attemptErrors(change, its))
        .metric("InputTokens", Unit.COUNT, tokens(change, its, "input"))
        .metric("OutputTokens", Unit.COUNT, tokens(change, its, "output"))
        .metric("CostUsd", Unit.NONE, change.of("llm_cost_usd", its))
        .durations("Latency", change.durations("llm_request_duration_seconds", its))
        .durations("TimeToFirstToken", change.durations("llm_time_to_first_token_seconds", its));
  }

  private static double requests(Change change, Predicate<Labels> its, String status) {
    return change.of("llm_requests", its.and(labels -> status.equals(labels.get("status"))));
  }

  private static double attemptErrors(Change change, Predicate<Labels> its) {
    return change.of("llm_attempts", its.and(labels -> "error".equals(labels.get("status"))));
  }

  private static double tokens(Change change, Predicate<Labels> its, String type) {
    return change.of("llm_tokens_used", its.and(labels -> type.equals(labels.get("type"))));
  }

  private EmfLine line(long atMillis, Map<String, String> more) {
    Map<String, String> dimensions = new LinkedHashMap<>();
    dimensions.put("Service", service);
    dimensions.putAll(more);
    return new EmfLine(namespace, atMillis, dimensions);
  }
}
