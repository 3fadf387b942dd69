package dev.breakwater.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A library in a process of its own that is told line by line what to ask. */
public final class ClientProgram implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final Library library;
  private final Child process;
  private final PrintStream toProcess;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonNode>> awaited = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /**
   * @param root of the server, to which the program adds what users of its library configure
   */
  ClientProgram(Library library, String root, String key) {
    this.library = library;
    List<String> command = new ArrayList<>(library.command());
    command.add(root);
    command.add(key);
    process = Child.conversing(command, library.directory());
    toProcess = new PrintStream(process.process().getOutputStream(), true, StandardCharsets.UTF_8);
    Thread.ofPlatform().daemon().start(this::listen);
  }

  /** What was asked and can still be left. */
  public record Asked(CompletableFuture<JsonNode> told, Runnable leave) {}

  public Library library() {
    return library;
  }

  private void listen() {
    String why = library + " has ended";
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.process().getInputStream(), StandardCharsets.UTF_8))) {
      lines.lines().map(Http.JSON::readTree).forEach(this::take);
    } catch (IOException | RuntimeException e) {
      why = library + " is not understood: " + e + " at " + e.getStackTrace()[0];
    }
    IllegalStateException failure = new IllegalStateException(why + "\n" + process.printed());
    ended.completeExceptionally(failure);
    awaited.values().forEach(waiting -> waiting.completeExceptionally(failure));
  }

  private void take(JsonNode told) {
    CompletableFuture<JsonNode> waiting = awaited.remove(told.get("id").longValue());
    if (waiting != null) {
      waiting.complete(told);
    }
  }

  /**
   * @param leaveAfterPieces of a stream; 0 reads it to its end
   */
  public Asked ask(
      Protocol protocol, Feature feature, String model, String prompt, int leaveAfterPieces) {
    long id = ids.incrementAndGet();
    CompletableFuture<JsonNode> told = new CompletableFuture<>();
    awaited.put(id, told);
    if (ended.isCompletedExceptionally()) {
      told.completeExceptionally(ended.exceptionNow());
    }
    ObjectNode line =
        Http.JSON
            .createObjectNode()
            .put("id", id)
            .put("protocol", protocol.key())
            .put("feature", feature.key())
            .put("model", model)
            .put("prompt", prompt);
    if (leaveAfterPieces > 0) {
      line.put("leaveAfterPieces", leaveAfterPieces);
    }
    say(line);
    return new Asked(told, () -> say(Http.JSON.createObjectNode().put("leave", id)));
  }

  /** Asks and waits. */
  JsonNode told(Protocol protocol, Feature feature, String model, String prompt) {
    return ask(protocol, feature, model, prompt, 0)
        .told()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private synchronized void say(ObjectNode line) {
    toProcess.println(line);
  }

  @Override
  public void close() {
    process.close();
  }
}
