package dev.breakwater.gateway.price;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that vendors give one version of a model beside its plain one: with the date of the
 * version behind it, or with {@code -latest}. Anything else behind a name makes another model of
 * it: {@code gpt-4o-audio-preview} is no {@code gpt-4o}.
 */
final class ModelNames {
  private static final String YEAR = "20[2-4][0-9]";
  private static final String MONTH = "(?:0[1-9]|1[0-2])";
  private static final String DAY = "(?:0[1-9]|[12][0-9]|3[01])";

  /** As little as possible is the name, so that the longest ending is taken off. */
  private static final Pattern VERSIONED =
      Pattern.compile(
          "(.+?)(?:-%s-%s-%s|[-@]%s%s%s|-latest)".formatted(YEAR, MONTH, DAY, YEAR, MONTH, DAY));

  private ModelNames() {}

  /** The name without what tells its version; empty when nothing does. */
  static Optional<String> plain(String model) {
    Matcher matcher = VERSIONED.matcher(model);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
