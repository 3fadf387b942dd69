package dev.breakwater.operations.maintenance;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run of a job did.
 *
 * @param refused whether it held back; its sentence then says why and what to do
 * @param sentence for people
 */
public record Report(boolean refused, String sentence, List<Part> parts) {
  public Report {
    parts = List.copyOf(parts);
  }

  /**
   * What it did to one kind of thing.
   *
   * @param kind such as {@code usage}
   * @param before what is older went; null where age does not matter
   * @param removed how many went, or would have gone when it was refused
   * @param left how many stayed
   */
  public record Part(String kind, @Nullable Instant before, long removed, long left) {}

  public static Report done(String sentence, List<Part> parts) {
    return new Report(false, sentence, parts);
  }

  public static Report refused(String sentence, List<Part> parts) {
    return new Report(true, sentence, parts);
  }
}
