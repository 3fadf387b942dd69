package dev.breakwater.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one run of the load generator saw. Latencies are in microseconds.
 *
 * @param completed answers that were whole and right
 * @param chunks events of streams
 * @param reads how often the generator read from a socket: below {@code chunks} where they came
 *     several at once
 * @param mostOpen requests under way at the same time, at the most
 * @param seconds from the first request to the end of the last answer
 * @param firstP50 to the first event of a stream
 * @param sample what the first thing that went wrong looked like; empty when nothing did
 */
record LoadReport(
    long requests,
    long completed,
    long errors,
    long chunks,
    long reads,
    long mostOpen,
    double seconds,
    double p50,
    double p99,
    double firstP50,
    String sample) {

  private static final Pattern MEMBER =
      Pattern.compile("\"(\\w+)\":(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(-?[0-9.]+))");

  /**
   * Reads the generator's one flat object.
   *
   * @throws IllegalArgumentException when a member is missing
   */
  static LoadReport parse(String json) {
    Map<String, String> members = new HashMap<>();
    for (Matcher matcher = MEMBER.matcher(json); matcher.find(); ) {
      String text = matcher.group(2);
      members.put(matcher.group(1), text == null ? matcher.group(3) : text.replace("\\", ""));
    }
    return new LoadReport(
        (long) number(members, "requests"),
        (long) number(members, "completed"),
        (long) number(members, "errors"),
        (long) number(members, "chunks"),
        (long) number(members, "reads"),
        (long) number(members, "mostOpen"),
        number(members, "seconds"),
        number(members, "p50"),
        number(members, "p99"),
        number(members, "firstP50"),
        members.getOrDefault("sample", ""));
  }

  private static double number(Map<String, String> members, String name) {
    String value = members.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The load generator's report lacks " + name);
    }
    return Double.parseDouble(value);
  }
}
