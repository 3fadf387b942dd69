package dev.breakwater.clients.lines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** Reads asks from standard input and answers each with a line, until the input ends. */
public final class LineLoop {
  private final Program program;
  private final PrintStream out;
  private final Map<Long, Thread> asking = new ConcurrentHashMap<>();

  private LineLoop(Program program, PrintStream out) {
    this.program = program;
    this.out = out;
  }

  /**
   * Ends the process when standard input ends: libraries keep threads that would hold it.
   *
   * @throws IOException when standard input cannot be read
   */
  public static void run(Program program) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    // What a library prints must not come between the lines.
    System.setOut(System.err);
    LineLoop loop = new LineLoop(program, out);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        loop.take(Told.JSON.readTree(line));
        line = lines.readLine();
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private void take(JsonNode line) {
    if (line.has("leave")) {
      Thread thread = asking.get(line.get("leave").longValue());
      if (thread != null) {
        thread.interrupt();
      }
      return;
    }
    long id = line.get("id").longValue();
    Optional<Feature> feature = Feature.of(line.path("feature").asText());
    if (feature.isEmpty()) {
      say(Told.unsupported(id, "this program knows no such feature"));
      return;
    }
    Ask ask =
        new Ask(
            line.path("protocol").asText(),
            feature.get(),
            line.path("model").asText(),
            line.path("prompt").asText(),
            line.path("leaveAfterPieces").asInt());
    // Virtual: a wait for a socket ends there when its thread is interrupted.
    Thread thread = Thread.ofVirtual().unstarted(() -> answer(id, ask));
    asking.put(id, thread);
    thread.start();
  }

  private void answer(long id, Ask ask) {
    Told told = new Told(id);
    try {
      program.answer(ask, told);
      say(told.line());
    } catch (Unsupported e) {
      say(Told.unsupported(id, String.valueOf(e.getMessage())));
    } catch (Throwable e) {
      e.printStackTrace();
      told.error(program.raised(e instanceof ExecutionException wrapped ? cause(wrapped) : e));
      say(told.line());
    } finally {
      asking.remove(id);
    }
  }

  private static Throwable cause(ExecutionException wrapped) {
    Throwable cause = wrapped.getCause();
    return cause == null ? wrapped : cause;
  }

  private synchronized void say(ObjectNode line) {
    out.println(line);
  }
}
