package dev.breakwater.server.config;

import dev.breakwater.operations.flags.Flag;
import dev.breakwater.operations.flags.FlagValue;
import dev.breakwater.operations.flags.Flags;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads {@code flags}, and the variables of the environment that are flags: those named as one that
 * is declared, and every {@code LLM_…_ENABLED}.
 */
final class FlagSection {
  private static final String KEY = "flags";

  private final Reading reading;
  private final Map<String, Flag> flags = new TreeMap<>();

  FlagSection(Reading reading) {
    this.reading = reading;
  }

  /** By name. */
  Map<String, Flag> read(Section root) {
    Section section = root.section(KEY);
    section
        .names()
        .forEach((name, origin) -> {
          if (Flag.isName(name)) {
            section
                .value(name)
                .ifPresent(given -> put(name, given, Flag.Source.FILE, section.isQuoted(name)));
          } else {
            section.skip(name);
            reading
                .findings()
                .problem(
                    origin,
                    KEY,
                    "'"
                        + name
                        + "' is no flag's name; begin with a capital letter, then up to 63 of A-Z,"
                        + " 0-9 and _");
          }
        });
    section.close();
    if (section.names().size() > Flags.MOST) {
      root.problem(KEY, "holds more than " + Flags.MOST + " flags");
    }
    new TreeMap<>(reading.environment())
        .forEach((name, value) -> {
          if (Flag.isSwitch(name) || flags.containsKey(name)) {
            put(
                name,
                new Overrides.Given(value, new Origin.Environment(name)),
                Flag.Source.ENVIRONMENT,
                false);
          }
        });
    return flags;
  }

  private void put(String name, Overrides.Given given, Flag.Source source, boolean quoted) {
    FlagValue value;
    try {
      value = quoted ? new FlagValue.Text(given.text()) : FlagValue.of(given.text());
    } catch (IllegalArgumentException tooLong) {
      problem(name, given, String.valueOf(tooLong.getMessage()));
      return;
    }
    if (Flag.isSwitch(name)) {
      if (value.asSwitch().isEmpty()) {
        problem(name, given, "'" + given.text() + "' is neither true nor false");
        return;
      }
      value = value.asSwitch().get();
    }
    flags.put(name, new Flag(name, value, source));
    reading.findings().setting(KEY + "." + name, value.toString(), given.origin());
  }

  private void problem(String name, Overrides.Given given, String message) {
    reading.findings().problem(given.origin(), KEY + "." + name, message);
  }
}
