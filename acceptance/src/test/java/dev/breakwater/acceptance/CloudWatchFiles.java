package dev.breakwater.acceptance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What lines for CloudWatch offer and what its dashboards and alarms ask for, both written as a
 * metric's name with the names of its dimensions.
 */
final class CloudWatchFiles {
  private static final Pattern SEARCH =
      Pattern.compile("SEARCH\\('\\{[^,}]+,([^}]+)} MetricName=\"(\\w+)\"");
  private static final Pattern IDENTIFIER = Pattern.compile("\\b[a-z]\\w*\\b");
  private static final int WIDTH = 24;

  private CloudWatchFiles() {}

  /** What a line has. */
  static List<String> metrics(JsonNode line) {
    List<String> metrics = new ArrayList<>();
    for (JsonNode directive : line.get("_aws").get("CloudWatchMetrics")) {
      for (JsonNode dimensions : directive.get("Dimensions")) {
        Set<String> names = new TreeSet<>();
        dimensions.forEach(it -> names.add(it.asString()));
        directive
            .get("Metrics")
            .forEach(metric -> metrics.add(metric.get("Name").asString() + names));
      }
    }
    return metrics;
  }

  static List<JsonNode> widgets(JsonNode dashboard) {
    return dashboard.get("widgets").valueStream().filter(CloudWatchFiles::isOfMetrics).toList();
  }

  private static boolean isOfMetrics(JsonNode widget) {
    return widget.path("type").asString("").equals("metric");
  }

  /** What is wrong with a dashboard, by the rules of its body. */
  static List<String> problems(JsonNode dashboard) {
    List<String> problems = new ArrayList<>();
    for (JsonNode widget : dashboard.get("widgets")) {
      if (widget.get("x").intValue() + widget.get("width").intValue() > WIDTH) {
        problems.add("too wide: " + widget);
      }
      if (isOfMetrics(widget)) {
        JsonNode properties = widget.get("properties");
        for (String field : List.of("title", "region", "view", "metrics")) {
          if (!properties.has(field)) {
            problems.add("no " + field + " in " + widget);
          }
        }
        problems.addAll(unknownIds(properties.path("metrics")));
      }
    }
    return problems;
  }

  private static List<String> unknownIds(JsonNode metrics) {
    Set<String> ids = new HashSet<>();
    metrics.forEach(metric -> ids.add(last(metric).path("id").asString("")));
    List<String> unknown = new ArrayList<>();
    for (JsonNode metric : metrics) {
      String expression = last(metric).path("expression").asString("");
      Matcher matcher = IDENTIFIER.matcher(expression.startsWith("SEARCH") ? "" : expression);
      while (matcher.find()) {
        if (!ids.contains(matcher.group())) {
          unknown.add(matcher.group() + " in " + expression);
        }
      }
    }
    return unknown;
  }

  /** What the widgets show. */
  static List<String> asked(JsonNode dashboard) {
    List<String> asked = new ArrayList<>();
    for (JsonNode widget : widgets(dashboard)) {
      for (JsonNode metric : widget.get("properties").get("metrics")) {
        String expression = last(metric).path("expression").asString("");
        Matcher search = SEARCH.matcher(expression);
        if (search.find()) {
          asked.add(search.group(2) + new TreeSet<>(List.of(search.group(1).split(","))));
        } else if (expression.isEmpty()) {
          Set<String> dimensions = new TreeSet<>();
          for (int i = 2; i + 1 < metric.size(); i += 2) {
            dimensions.add(metric.get(i).asString());
          }
          asked.add(metric.get(1).asString() + dimensions);
        }
      }
    }
    return asked;
  }

  /** What the alarms of a template watch. */
  static List<String> askedByAlarms(JsonNode template) {
    List<String> asked = new ArrayList<>();
    for (JsonNode resource : template.get("Resources")) {
      JsonNode properties = resource.get("Properties");
      if (properties.has("MetricName")) {
        asked.add(watched(properties));
      }
      for (JsonNode part : properties.path("Metrics")) {
        if (part.has("MetricStat")) {
          asked.add(watched(part.get("MetricStat").get("Metric")));
        }
      }
    }
    return asked;
  }

  private static String watched(JsonNode metric) {
    Set<String> dimensions = new TreeSet<>();
    metric.get("Dimensions").forEach(it -> dimensions.add(it.get("Name").asString()));
    return metric.get("MetricName").asString() + dimensions;
  }

  private static JsonNode last(JsonNode metric) {
    return metric.get(metric.size() - 1);
  }
}
