package dev.breakwater.benchmarks;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param breakwater the launcher to measure; null measures nginx and the mock alone
 * @param rounds how often each relay takes its turn, at least 1
 * @param seconds how long a turn takes, at least 1
 * @param warmUp for how long, in seconds, a relay is driven at most before its first counted turn;
 *     less when its compiler is done earlier
 * @param sections what to measure
 * @param port where three consecutive ports begin; 0 takes free ones
 * @param json where to write the figures as JSON; null for nowhere
 * @param markdown whether the table is printed as Markdown
 */
record Options(
    @Nullable String breakwater,
    int rounds,
    int seconds,
    int warmUp,
    Set<Section> sections,
    int port,
    @Nullable Path json,
    boolean markdown) {

  static final String USAGE =
      """
      usage: breakwater bench [options]
        --rounds N         turns of each relay, whose median counts (3)
        --seconds N        length of a turn (5)
        --quick            one round of 2 seconds and a short warm-up: a look, not a measurement
        --only SECTION,…   some of: requests, chunks, latency, streams, start
        --markdown         print the table as Markdown
        --json FILE        write all samples as JSON
        --breakwater CMD   the launcher to measure (./breakwater)
        --gateway none     measure nginx and the mock alone
        --port N           use ports N to N+2 instead of free ones
      """;

  Options {
    if (rounds < 1 || seconds < 1) {
      throw new Misuse("--rounds and --seconds need at least 1");
    }
    if (port < 0 || port > 65_533) {
      throw new Misuse("--port needs a number from 0 to 65533");
    }
    sections = Set.copyOf(sections);
  }

  /** The command line cannot be understood; the message says why. */
  static final class Misuse extends RuntimeException {
    Misuse(String message) {
      super(message);
    }
  }

  static Options parse(List<String> arguments) {
    String breakwater = "./breakwater";
    boolean quick = false;
    int rounds = 0;
    int seconds = 0;
    Set<Section> sections = EnumSet.allOf(Section.class);
    int port = 0;
    Path json = null;
    boolean markdown = false;
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String option = rest.next();
      switch (option) {
        case "--breakwater" -> breakwater = value(option, rest);
        case "--gateway" -> breakwater = gateway(value(option, rest));
        case "--rounds" -> rounds = number(option, rest);
        case "--seconds" -> seconds = number(option, rest);
        case "--quick" -> quick = true;
        case "--only" -> sections = sections(value(option, rest));
        case "--port" -> port = number(option, rest);
        case "--json" -> json = Path.of(value(option, rest));
        case "--markdown" -> markdown = true;
        default -> throw new Misuse("unknown option " + option);
      }
    }
    return new Options(
        breakwater,
        rounds > 0 ? rounds : quick ? 1 : 3,
        seconds > 0 ? seconds : quick ? 2 : 5,
        quick ? 5 : 90,
        sections,
        port,
        json,
        markdown);
  }

  private static @Nullable String gateway(String value) {
    if (!value.equals("none")) {
      throw new Misuse("--gateway takes only none; --breakwater names another launcher");
    }
    return null;
  }

  private static Set<Section> sections(String names) {
    Set<Section> sections = EnumSet.noneOf(Section.class);
    for (String name : names.split(",", -1)) {
      try {
        sections.add(Section.valueOf(name.strip().toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException unknown) {
        throw new Misuse("unknown section " + name);
      }
    }
    return sections;
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new Misuse(option + " needs a value");
    }
    return rest.next();
  }

  private static int number(String option, Iterator<String> rest) {
    String value = value(option, rest);
    try {
      int number = Integer.parseInt(value);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // said below
    }
    throw new Misuse(option + " needs a number above 0, not " + value);
  }
}
