package dev.breakwater.acceptance.faults;

import static dev.breakwater.acceptance.faults.Row.End.BROKEN;
import static dev.breakwater.acceptance.faults.Row.End.CLEAN;
import static dev.breakwater.acceptance.faults.Row.End.EITHER;
import static dev.breakwater.acceptance.faults.Row.End.NEXT;
import static dev.breakwater.acceptance.faults.Row.End.SAME;
import static dev.breakwater.acceptance.faults.Row.End.UNCOUNTED;

import dev.breakwater.acceptance.faults.FaultProxy.Strike;
import dev.breakwater.acceptance.faults.FaultProxy.Way;
import java.util.List;
import java.util.stream.Stream;

/**
 * One way in which a provider fails, and what its clients get of whole answers and of streams.
 *
 * @param name completes a sentence about the provider
 */
record Row(String name, Trouble trouble, End whole, End streamed) {
  /** What a client gets. */
  enum End {
    /** The troubled provider's own answer, whole and right. */
    SAME,
    /** The next target's answer, whole and right. */
    NEXT,
    /** Part of the answer and then an error that its library raises. */
    BROKEN,
    /** The provider's own answer, or the error of a library that cannot do without its counts. */
    UNCOUNTED,
    /**
     * A whole and right answer of either: a connection kept from before may break with the others.
     */
    EITHER,
    /** A whole and right answer of either, or an error: both are allowed, a cut answer is not. */
    CLEAN
  }

  /** What is done to the provider. */
  sealed interface Trouble {
    /** Who of those in this trouble speaks a protocol as its own: {@code openai} and so on. */
    String provider(String vendor);

    /** The simulated provider itself misbehaves. */
    record Script(String fault, String step) implements Trouble {
      @Override
      public String provider(String vendor) {
        return vendor;
      }
    }

    /** The line to the provider breaks. */
    record Line(Strike strike) implements Trouble {
      @Override
      public String provider(String vendor) {
        return "line-" + vendor;
      }
    }

    /**
     * The provider's address leads to nobody whom one could talk to.
     *
     * @param error as the ledger names it; empty for one that is well
     */
    record Address(String name, String error) implements Trouble {
      @Override
      public String provider(String vendor) {
        return name;
      }
    }
  }

  static List<Row> all() {
    return Stream.of(healthy(), beforeTheAnswer(), inTheAnswer(), onTheLine(), atTheAddress())
        .flatMap(List::stream)
        .toList();
  }

  /** So that none of the other rows passes for want of a fault. */
  private static List<Row> healthy() {
    return List.of(
        script("is well", "", "{\"tokens\": 30}", SAME, SAME),
        line("is well behind its line", Strike.NONE, SAME, SAME),
        address("shows a good certificate", "tls-good", "", SAME, SAME));
  }

  private static List<Row> beforeTheAnswer() {
    return List.of(
        atOnce("refuses", "refuse"),
        atOnce("resets", "reset"),
        atOnce("is silent", "silent"),
        atOnce("answers HTML", "html"),
        atFirst("reports an error inside a 200", "errorIn200"),
        atFirst("garbles its first chunk", "garbage"),
        atFirst("cuts its answer before the first token", "cut"),
        atFirst("stalls before the first token", "stall"),
        atOnce("dribbles a byte a second", "dribble"),
        script(
            "begins with a line of 8 MB",
            "hugeLine",
            "{\"fault\": \"hugeLine\", \"after\": 0, \"tokens\": 30}",
            CLEAN,
            CLEAN));
  }

  private static List<Row> inTheAnswer() {
    return List.of(
        midway("resets in its answer", "reset", BROKEN),
        midway("cuts its answer", "cut", BROKEN),
        midway("stalls in its answer", "stall", BROKEN),
        midway("garbles a chunk", "garbage", BROKEN),
        midway("reports an error in its stream", "errorIn200", BROKEN),
        midway("sends a line of 8 MB in its answer", "hugeLine", CLEAN),
        midway("never ends", "endless", BROKEN),
        script(
            "ends without its end marker",
            "noEnd",
            "{\"fault\": \"noEnd\", \"tokens\": 30}",
            CLEAN,
            BROKEN),
        script(
            "forgets its usage",
            "noUsage",
            "{\"fault\": \"noUsage\", \"tokens\": 30}",
            UNCOUNTED,
            UNCOUNTED));
  }

  private static List<Row> onTheLine() {
    return List.of(
        line("takes the request and is gone", Strike.atOnce(Way.HOLD), NEXT, NEXT),
        line("is cut off before its answer", Strike.atOnce(Way.CLOSE), NEXT, NEXT),
        line("is reset after its head", Strike.afterHead(Way.RESET), NEXT, NEXT),
        line("sends comments for ever", Strike.afterHead(Way.COMMENTS), NEXT, NEXT),
        line("ends after its head", Strike.afterHead(Way.CLEAN_END), NEXT, NEXT),
        line("sends HTML after its head", Strike.afterHead(Way.HTML), NEXT, NEXT),
        line("begins a line that has no end", Strike.afterHead(Way.HUGE_LINE), NEXT, NEXT),
        midwayOnTheLine("is reset in its stream", Way.RESET),
        midwayOnTheLine("is cut off in its stream", Way.CLOSE),
        midwayOnTheLine("is gone in its stream", Way.HOLD),
        midwayOnTheLine("dribbles in its stream", Way.DRIBBLE),
        midwayOnTheLine("sends a line without end in its stream", Way.HUGE_LINE),
        midwayOnTheLine("ends its stream early and cleanly", Way.CLEAN_END),
        midwayOnTheLine("sends HTML in its stream", Way.HTML));
  }

  private static List<Row> atTheAddress() {
    return List.of(
        address("listens nowhere", "closed", "refused", NEXT, NEXT),
        address("does not take connections", "deaf", "connect_timeout", NEXT, NEXT),
        address("shows a self-signed certificate", "tls-self-signed", "tls", NEXT, NEXT),
        address("shows an expired certificate", "tls-expired", "tls", NEXT, NEXT),
        address("shows another host's certificate", "tls-other-host", "tls", NEXT, NEXT),
        address("dribbles its handshake", "tls-dribbling", "connect_timeout", NEXT, NEXT));
  }

  private static Row script(String name, String fault, String step, End whole, End streamed) {
    return new Row(name, new Trouble.Script(fault, step), whole, streamed);
  }

  private static Row atOnce(String name, String fault) {
    return script(name, fault, "{\"fault\": \"" + fault + "\", \"tokens\": 30}", NEXT, NEXT);
  }

  private static Row atFirst(String name, String fault) {
    return script(
        name, fault, "{\"fault\": \"" + fault + "\", \"after\": 0, \"tokens\": 30}", NEXT, NEXT);
  }

  /** A whole answer breaks in the middle of its body. */
  private static Row midway(String name, String fault, End streamed) {
    String step =
        "{\"fault\": \"" + fault + "\", \"after\": 3, \"tokens\": 30, \"betweenTokens\": \"5ms\"}";
    return script(name, fault, step, streamed == CLEAN ? CLEAN : NEXT, streamed);
  }

  private static Row line(String name, Strike strike, End whole, End streamed) {
    return new Row(name, new Trouble.Line(strike), whole, streamed);
  }

  /** Whole answers have no events, so that they pass unharmed on a line of their own. */
  private static Row midwayOnTheLine(String name, Way way) {
    return line(name, Strike.afterEvents(8, way), EITHER, BROKEN);
  }

  private static Row address(String name, String provider, String error, End whole, End streamed) {
    return new Row(name, new Trouble.Address(provider, error), whole, streamed);
  }
}
