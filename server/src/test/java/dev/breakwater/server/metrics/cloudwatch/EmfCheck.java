package dev.breakwater.server.metrics.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whether a line is one that CloudWatch takes metrics from. */
final class EmfCheck {
  private static final int MOST_BYTES = 256 * 1024;
  private static final int MOST_METRICS = 100;
  private static final int MOST_DIMENSIONS = 30;
  private static final int MOST_VALUES = 100;
  private static final Set<String> UNITS = Set.of("Count", "Milliseconds", "None");

  private EmfCheck() {}

  /** The line as JSON, once it is known to be right. */
  static JsonNode read(String line) {
    assertThat(line).doesNotContain("\n").hasSizeLessThan(MOST_BYTES);
    JsonNode root = JsonMapper.shared().readTree(line);
    JsonNode aws = root.required("_aws");
    assertThat(aws.required("Timestamp").isIntegralNumber()).isTrue();
    JsonNode directives = aws.required("CloudWatchMetrics");
    assertThat(directives.size()).isPositive();
    directives.forEach(directive -> directive(directive, root));
    return root;
  }

  private static void directive(JsonNode directive, JsonNode root) {
    assertThat(directive.required("Namespace").asString()).matches("[A-Za-z0-9_./#:-]{1,255}");
    assertThat(directive.required("Dimensions").size()).isPositive();
    for (JsonNode set : directive.required("Dimensions")) {
      assertThat(set.size()).isLessThanOrEqualTo(MOST_DIMENSIONS);
      for (JsonNode name : set) {
        JsonNode value = root.required(name.stringValue());
        assertThat(value.stringValue()).matches("[!-9;-~][ -~]{0,1023}");
      }
    }
    JsonNode metrics = directive.required("Metrics");
    assertThat(metrics.size()).isBetween(1, MOST_METRICS);
    Set<String> names = new HashSet<>();
    for (JsonNode metric : metrics) {
      String name = metric.required("Name").stringValue();
      assertThat(names.add(name)).as(name + " is declared once").isTrue();
      assertThat(UNITS).contains(metric.required("Unit").stringValue());
      value(root.required(name));
    }
  }

  private static void value(JsonNode value) {
    if (value.isNumber()) {
      assertThat(value.doubleValue()).isFinite();
      return;
    }
    JsonNode values = value.required("Values");
    JsonNode counts = value.required("Counts");
    assertThat(values.size()).isBetween(1, MOST_VALUES).isEqualTo(counts.size());
    long count = 0;
    double least = Double.MAX_VALUE;
    double most = 0;
    for (int i = 0; i < values.size(); i++) {
      count += counts.get(i).longValue();
      least = Math.min(least, values.get(i).doubleValue());
      most = Math.max(most, values.get(i).doubleValue());
    }
    assertThat(value.required("Count").longValue()).isEqualTo(count);
    assertThat(value.required("Min").doubleValue()).isEqualTo(least);
    assertThat(value.required("Max").doubleValue()).isEqualTo(most);
    assertThat(value.required("Sum").doubleValue()).isNotNegative();
  }
}
