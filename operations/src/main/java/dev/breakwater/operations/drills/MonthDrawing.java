package dev.breakwater.operations.drills;

import java.util.List;
import java.util.Locale;

/** Draws a month as SVG: an hour a pixel across, who was down, and who answered under a policy. */
public final class MonthDrawing {
  private static final int LEFT = 110;
  private static final int ROW = 26;
  private static final int BAR = 18;
  private static final int TOP = 44;
  private static final int CHART = 60;
  private static final List<String> ANSWERING = List.of("#2f6f9f", "#7fb069", "#c9a227");
  private static final String FAILING = "#b00020";

  private final Calendar calendar;
  private final PolicyResult result;
  private final StringBuilder svg = new StringBuilder();

  private MonthDrawing(Calendar calendar, PolicyResult result) {
    this.calendar = calendar;
    this.result = result;
  }

  /**
   * @param result of a policy over at most three providers of the calendar
   */
  public static String of(Calendar calendar, PolicyResult result) {
    return new MonthDrawing(calendar, result).draw();
  }

  private String draw() {
    List<String> providers = result.policy().providers();
    int chartTop = TOP + ROW * (providers.size() + 1);
    int height = chartTop + CHART + 58;
    line(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                + " font-family=\"sans-serif\" font-size=\"11\">",
            LEFT + HourlyAnswers.hours() + 12,
            height));
    line("<title>A month of outages, and who answered</title>");
    line("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
    days(chartTop + CHART);
    for (int row = 0; row < providers.size(); row++) {
      provider(providers.get(row), TOP + row * ROW);
    }
    nobodyUp(TOP + providers.size() * ROW);
    answers(chartTop);
    legend(chartTop + CHART + 30);
    line("</svg>");
    return svg.toString();
  }

  private void days(int bottom) {
    for (int day = 1; day <= 30; day += day == 1 ? 4 : 5) {
      int x = LEFT + (day - 1) * 24;
      line(
          String.format(
              Locale.ROOT,
              "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#dddddd\"/>",
              x,
              TOP - 8,
              x,
              bottom));
      line(
          String.format(
              Locale.ROOT, "<text x=\"%d\" y=\"%d\" fill=\"#444444\">%d</text>", x, TOP - 14, day));
    }
    line(
        String.format(Locale.ROOT, "<text x=\"8\" y=\"%d\" fill=\"#444444\">day</text>", TOP - 14));
  }

  private void provider(String name, int y) {
    line(String.format(Locale.ROOT, "<text x=\"8\" y=\"%d\">provider %s</text>", y + 13, name));
    line(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#dfeadf\"/>",
            LEFT,
            y,
            HourlyAnswers.hours(),
            BAR));
    for (Spell spell : calendar.timeline(name).spells()) {
      bar(spell.fromNanos(), spell.untilNanos(), y, colour(spell.trouble()));
    }
  }

  private void nobodyUp(int y) {
    line(String.format(Locale.ROOT, "<text x=\"8\" y=\"%d\">none up</text>", y + 13));
    List<Timeline> all = result.policy().providers().stream().map(calendar::timeline).toList();
    for (Spell spell : all.getFirst().spells()) {
      long from = -1;
      for (long at = spell.fromNanos(); at <= spell.untilNanos(); at += 60_000_000_000L) {
        long minute = at;
        boolean none = all.stream().noneMatch(timeline -> timeline.isUp(minute));
        if (none && from < 0) {
          from = at;
        } else if (!none && from >= 0) {
          bar(from, at, y, FAILING);
          from = -1;
        }
      }
    }
  }

  /** Of each hour's requests, from the bottom: who answered, and on top what failed. */
  private void answers(int top) {
    line(String.format(Locale.ROOT, "<text x=\"8\" y=\"%d\">answered by</text>", top + 13));
    HourlyAnswers hours = result.hours();
    int providers = result.policy().providers().size();
    for (int provider = 0; provider <= providers; provider++) {
      StringBuilder path = new StringBuilder();
      for (int hour = 0; hour < HourlyAnswers.hours(); hour++) {
        double requests = Math.max(1, hours.requests(hour));
        double below = 0;
        for (int other = 0; other < provider; other++) {
          below += hours.answeredBy(other, hour);
        }
        double own = provider == providers ? hours.failed(hour) : hours.answeredBy(provider, hour);
        if (own > 0) {
          path.append(
              String.format(
                  Locale.ROOT,
                  "M%d %.1fv%.1f",
                  LEFT + hour,
                  top + CHART * (1 - below / requests),
                  -CHART * own / requests));
        }
      }
      line(
          String.format(
              Locale.ROOT,
              "<path d=\"%s\" stroke=\"%s\" transform=\"translate(0.5 0)\" fill=\"none\"/>",
              path,
              provider == providers ? FAILING : ANSWERING.get(provider)));
    }
  }

  private void legend(int y) {
    int x = 8;
    for (Trouble trouble :
        List.of(
            Trouble.REFUSE,
            Trouble.ERROR,
            Trouble.SILENT,
            Trouble.RATE_LIMIT,
            Trouble.BROWN_OUT,
            Trouble.SLOW)) {
      x = key(x, y, colour(trouble), trouble.word());
    }
    x = 8;
    List<String> providers = result.policy().providers();
    for (int provider = 0; provider < providers.size(); provider++) {
      x = key(x, y + 18, ANSWERING.get(provider), "answered by " + providers.get(provider));
    }
    key(x, y + 18, FAILING, "not answered");
  }

  private int key(int x, int y, String colour, String word) {
    line(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"10\" height=\"10\" fill=\"%s\"/>",
            x,
            y - 9,
            colour));
    line(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\">%s</text>", x + 14, y, word));
    return x + 30 + 6 * word.length();
  }

  private void bar(long fromNanos, long untilNanos, int y, String colour) {
    double hour = 3_600e9;
    line(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.2f\" y=\"%d\" width=\"%.2f\" height=\"%d\" fill=\"%s\"/>",
            LEFT + fromNanos / hour,
            y,
            (untilNanos - fromNanos) / hour,
            BAR,
            colour));
  }

  private void line(String element) {
    svg.append(element).append('\n');
  }

  private static String colour(Trouble trouble) {
    return switch (trouble) {
      case REFUSE -> "#6b2d2d";
      case ERROR -> "#c0504d";
      case SILENT -> "#4b4b6b";
      case RATE_LIMIT -> "#d98c3a";
      case BAD_CREDENTIAL -> "#8e44ad";
      case FLAP, CUT, BROWN_OUT -> "#e8c468";
      case SLOW -> "#b7c9d9";
    };
  }
}
