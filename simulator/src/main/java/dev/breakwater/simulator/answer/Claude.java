package dev.breakwater.simulator.answer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is known of Claude by a model's name, whichever house it is in. */
public final class Claude {
  private static final Pattern NUMBERED =
      Pattern.compile("claude-(?:[a-z]+-)?(\\d)(?:[-.](\\d)(?!\\d))?");

  private Claude() {}

  /** Whether it goes on with a turn that was begun for it: no more since 4.6. */
  public static boolean takesPrefill(String model) {
    Matcher name = NUMBERED.matcher(model);
    if (!name.find()) {
      return true;
    }
    int minor = name.group(2) == null ? 0 : Integer.parseInt(name.group(2));
    return Integer.parseInt(name.group(1)) * 10 + minor < 46;
  }
}
