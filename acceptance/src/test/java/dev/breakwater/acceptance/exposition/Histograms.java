package dev.breakwater.acceptance.exposition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the samples of histograms agree with each other. */
final class Histograms {
  private Histograms() {}

  static void check(List<Sample> samples, Map<String, String> types, List<String> problems) {
    types.forEach((name, type) -> {
      if (type.equals("histogram")) {
        check(name, samples, problems);
      }
    });
  }

  private static void check(String name, List<Sample> samples, List<String> problems) {
    Map<String, List<Sample>> buckets = new LinkedHashMap<>();
    Map<String, Double> counts = new LinkedHashMap<>();
    Map<String, Double> sums = new LinkedHashMap<>();
    for (Sample sample : samples) {
      if (sample.name().equals(name + "_bucket")) {
        buckets.computeIfAbsent(sample.withoutBound(), _ -> new ArrayList<>()).add(sample);
      } else if (sample.name().equals(name + "_count")) {
        counts.put(sample.withoutBound(), sample.value());
      } else if (sample.name().equals(name + "_sum")) {
        sums.put(sample.withoutBound(), sample.value());
      }
    }
    if (!buckets.keySet().equals(counts.keySet()) || !counts.keySet().equals(sums.keySet())) {
      problems.add(name + " lacks buckets, sums or counts");
    }
    buckets.forEach((labels, its) -> problemsOf(name + labels, its, counts.get(labels), problems));
  }

  private static void problemsOf(
      String name, List<Sample> buckets, @Nullable Double count, List<String> problems) {
    double bound = Double.NEGATIVE_INFINITY;
    double below = 0;
    for (Sample bucket : buckets) {
      double next = bound(bucket.labels().get("le"));
      if (!(next > bound)) {
        problems.add(name + " has a bucket out of order: " + bucket);
      }
      if (bucket.value() < below) {
        problems.add(name + " has a bucket that is not added up: " + bucket);
      }
      bound = next;
      below = bucket.value();
    }
    if (bound != Double.POSITIVE_INFINITY) {
      problems.add(name + " has no bucket without bound");
    } else if (count != null && count != below) {
      problems.add(name + " counts " + count + " and has " + below + " in its buckets");
    }
  }

  /** A bucket's upper bound; not a number when it says none. */
  static double bound(@Nullable String bound) {
    if (bound == null) {
      return Double.NaN;
    }
    return bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
  }
}
