package dev.breakwater.operations.flags;

import java.util.regex.Pattern;

/**
 * A flag with what it says now.
 *
 * @param name a capital letter, then up to 63 capitals, digits and {@code _}
 */
public record Flag(String name, FlagValue value, Source source) {
  /** Stops every call to a model while it is off. */
  public static final String GENERATION = "LLM_EVENTS_ENABLED";

  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
  private static final Pattern SWITCH = Pattern.compile("LLM_[A-Z0-9_]{1,50}_ENABLED");

  /** Who says what a flag says. */
  public enum Source {
    DEFAULT,
    FILE,
    ENVIRONMENT,
    API
  }

  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Whether it is a flag without being declared, and on or off. */
  public static boolean isSwitch(String name) {
    return SWITCH.matcher(name).matches();
  }
}
