package dev.breakwater.server.metrics.cloudwatch;

import java.math.BigDecimal;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One line in CloudWatch's embedded metric format: a JSON object whose member {@code _aws} says
 * which of the others are dimensions and which are metrics.
 */
final class EmfLine {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final double MILLIS_PER_SECOND = 1e3;

  /** Longer values of dimensions are refused. */
  private static final int LONGEST_DIMENSION = 250;

  private final ObjectNode root = JSON.createObjectNode();
  private final ArrayNode metrics;

  /** A metric's unit, as CloudWatch writes it. */
  enum Unit {
    COUNT("Count"),
    MILLISECONDS("Milliseconds"),
    NONE("None");

    private final String word;

    Unit(String word) {
      this.word = word;
    }
  }

  /**
   * @param dimensions in their order; together they are the one set of dimensions
   */
  EmfLine(String namespace, long atMillis, Map<String, String> dimensions) {
    ObjectNode aws = root.putObject("_aws").put("Timestamp", atMillis);
    ObjectNode directive = aws.putArray("CloudWatchMetrics").addObject();
    directive.put("Namespace", namespace);
    ArrayNode names = directive.putArray("Dimensions").addArray();
    metrics = directive.putArray("Metrics");
    dimensions.forEach((name, value) -> {
      names.add(name);
      root.put(name, dimension(value));
    });
  }

  /** Printable ASCII of bounded length: CloudWatch drops metrics with other dimensions. */
  private static String dimension(String value) {
    String ascii = value.replaceAll("[^\\x20-\\x7e]", "?").strip();
    String some = ascii.isEmpty() || ascii.startsWith(":") ? "_" + ascii : ascii;
    return some.length() <= LONGEST_DIMENSION ? some : some.substring(0, LONGEST_DIMENSION);
  }

  EmfLine metric(String name, Unit unit, double value) {
    declare(name, unit);
    root.put(name, plain(value));
    return this;
  }

  /** Durations as values and how often each occurred; nothing when there are none. */
  EmfLine durations(String name, Distribution durations) {
    if (durations.count() == 0) {
      return this;
    }
    declare(name, Unit.MILLISECONDS);
    ObjectNode set = root.putObject(name);
    ArrayNode values = set.putArray("Values");
    ArrayNode counts = set.putArray("Counts");
    double least = Double.MAX_VALUE;
    double most = 0;
    for (int i = 0; i < durations.counts().length; i++) {
      if (durations.counts()[i] > 0) {
        double millis = durations.middle(i) * MILLIS_PER_SECOND;
        values.add(plain(millis));
        counts.add(durations.counts()[i]);
        least = Math.min(least, millis);
        most = Math.max(most, millis);
      }
    }
    set.put("Min", plain(least))
        .put("Max", plain(most))
        .put("Count", durations.count())
        .put("Sum", plain(durations.sum() * MILLIS_PER_SECOND));
    return this;
  }

  private void declare(String name, Unit unit) {
    metrics.addObject().put("Name", name).put("Unit", unit.word);
  }

  /** Sums of many parts carry errors far behind what anybody measures. */
  private static BigDecimal plain(double value) {
    BigDecimal exact =
        BigDecimal.valueOf(value).setScale(9, java.math.RoundingMode.HALF_UP).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }

  @Override
  public String toString() {
    return JSON.writeValueAsString(root);
  }
}
