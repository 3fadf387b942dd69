package dev.breakwater.server.telemetry;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes out of a text what looks like a secret or like somebody's data. Providers repeat keys,
 * prompts and addresses in their errors; what is logged must not. It masks too much rather than too
 * little. Made for texts of a few hundred characters, away from requests.
 */
public final class Redaction {
  private record Rule(Pattern pattern, String mask) {
    static Rule of(String pattern, String mask) {
      return new Rule(Pattern.compile(pattern), mask);
    }
  }

  private static final List<Rule> RULES =
      List.of(
          // What a scheme or a name introduces, whatever it looks like.
          Rule.of("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{4,}", "$1 ***"),
          Rule.of(
              "(?i)\\b((?:x-)?(?:goog-)?api[-_ ]?key|access[-_]?key|key|secret|password|passwd"
                  + "|signature|credential|authorization)(\\\\?[\"']?\\s{0,3}[:=]\\s{0,3}"
                  + "\\\\?[\"']?)(?!(?i:bearer|basic)\\b)[^\\s\"'&,;\\\\)]{4,}",
              "$1$2***"),
          Rule.of("(?i)(key provided:\\s{0,3})\\S{4,}", "$1***"),
          Rule.of("(://)[^/\\s:@]{1,100}:[^/\\s@]{1,200}@", "$1***@"),
          // What vendors' keys look like.
          Rule.of(
              "(?i)\\b(?:sk|pk|rk|bw|xai|gsk|hf|ghp|gho|ghs|glpat|npm|xox[abeprs])[-_][A-Za-z0-9_-]{6,}",
              "***"),
          Rule.of("\\bAIza[A-Za-z0-9_-]{10,}", "***"),
          Rule.of("\\b(?:AKIA|ASIA|AROA)[A-Z0-9]{8,}", "***"),
          Rule.of("\\beyJ[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*){1,2}", "***"),
          // People.
          Rule.of(
              "[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,8}+",
              "[email]"),
          Rule.of("\\+?\\d(?:[ -]?+\\d){8,40}+", "[number]"));

  /** What stands behind is gone too. */
  private static final int LONGEST = 2_000;

  private Redaction() {}

  static String of(String text) {
    return whole(text.length() <= LONGEST ? text : text.substring(0, LONGEST));
  }

  /** As above, however long the text is. */
  public static String whole(String text) {
    String redacted = text;
    for (Rule rule : RULES) {
      redacted = rule.pattern().matcher(redacted).replaceAll(rule.mask());
    }
    return redacted;
  }
}
