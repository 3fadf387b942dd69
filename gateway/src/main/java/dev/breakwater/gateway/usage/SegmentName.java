package dev.breakwater.gateway.usage;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a segment's file is called: its chain and its place in it, sorted by name as by age. */
record SegmentName(ChainId chain, long sequence) {
  static final String SUFFIX = ".journal";
  static final String UNFINISHED = ".unfinished";
  static final String QUARANTINED = ".quarantined";

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,18})-(\\d{1,6})-(\\d{1,12})\\" + SUFFIX);

  static Optional<SegmentName> parse(String file) {
    Matcher matcher = FORM.matcher(file);
    return matcher.matches()
        ? Optional.of(
            new SegmentName(
                new ChainId(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2))),
                Long.parseLong(matcher.group(3))))
        : Optional.empty();
  }

  String file() {
    return String.format(
        Locale.ROOT, "%015d-%03d-%08d%s", chain.boot(), chain.loop(), sequence, SUFFIX);
  }
}
