package dev.breakwater.operations.reports;

import java.time.Instant;
import java.util.List;

/**
 * Figures of a time, one set for each group that had requests.
 *
 * @param asOf everything logged before it is counted
 * @param from the first instant counted
 * @param to the first instant not counted
 */
public record UsageGroups(Instant asOf, Instant from, Instant to, List<Group> groups) {
  public UsageGroups {
    groups = List.copyOf(groups);
  }

  /**
   * @param names what the group is called, one name for each thing grouped by: an hour as an
   *     instant, a day as a date, both ISO-8601, else a name
   * @param errors its error messages, most frequent first, where they were asked for
   */
  public record Group(List<String> names, UsageStats stats, List<String> errors) {
    public Group {
      names = List.copyOf(names);
      errors = List.copyOf(errors);
    }
  }
}
