package dev.breakwater.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** npm's {@code openai}, in a Node of its own that is told line by line what to ask. */
final class NodeClient implements ChatClient {
  private final Child node;
  private final PrintStream toNode;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<Reply>> awaited = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  NodeClient(URI server, String key) {
    node =
        Child.conversing(
            List.of("node", "client.mjs", server + "/v1", key), Path.of("node").toAbsolutePath());
    toNode = new PrintStream(node.process().getOutputStream(), true, StandardCharsets.UTF_8);
    Thread.ofPlatform().daemon().start(this::listen);
  }

  private void listen() {
    String why = "node has ended";
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(node.process().getInputStream(), StandardCharsets.UTF_8))) {
      lines
          .lines()
          .map(Http.JSON::readTree)
          .forEach(told -> {
            CompletableFuture<Reply> waiting = awaited.remove(told.get("id").longValue());
            if (waiting != null) {
              waiting.complete(reply(told));
            }
          });
    } catch (IOException | RuntimeException e) {
      why = "node is not understood: " + e + " at " + e.getStackTrace()[0];
    }
    IllegalStateException failure = new IllegalStateException(why + "\n" + node.printed());
    ended.completeExceptionally(failure);
    awaited.values().forEach(waiting -> waiting.completeExceptionally(failure));
  }

  @Override
  public Talk start(Ask ask) {
    long id = ids.incrementAndGet();
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    awaited.put(id, reply);
    if (ended.isCompletedExceptionally()) {
      reply.completeExceptionally(ended.exceptionNow());
    }
    ObjectNode line =
        Http.JSON
            .createObjectNode()
            .put("id", id)
            .put("model", ask.model())
            .put("prompt", ask.prompt())
            .put("stream", ask.stream())
            .put("leaveAfterPieces", ask.leaveAfterPieces());
    say(line);
    return new Talk(reply, () -> say(Http.JSON.createObjectNode().put("leave", id)));
  }

  private synchronized void say(ObjectNode line) {
    toNode.println(line);
  }

  private static Reply reply(JsonNode told) {
    JsonNode usage = told.get("usage");
    boolean counted = usage != null && !usage.isNull();
    return new Reply(
        headers(told.get("headers")),
        told.get("text").asString(""),
        told.get("model").asString(""),
        told.get("finishReason").asString(""),
        told.get("pieces").intValue(),
        counted ? usage.get("prompt_tokens").longValue() : -1,
        counted ? usage.get("completion_tokens").longValue() : -1,
        Optional.ofNullable(told.get("error")).map(NodeClient::raised));
  }

  private static Raised raised(JsonNode error) {
    return new Raised(
        error.get("type").asString(),
        error.get("status").asInt(),
        error.get("code").asString(),
        error.get("errorType").asString(),
        error.get("message").asString(),
        headers(error.get("headers")));
  }

  private static Map<String, String> headers(JsonNode object) {
    Map<String, String> headers = new HashMap<>();
    object.properties().forEach(it -> headers.put(it.getKey(), it.getValue().asString()));
    return headers;
  }

  @Override
  public void close() {
    node.close();
  }

  @Override
  public String toString() {
    return "npm openai";
  }
}
