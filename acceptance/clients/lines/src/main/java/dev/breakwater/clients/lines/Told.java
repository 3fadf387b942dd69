package dev.breakwater.clients.lines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came back, gathered as it comes. */
public final class Told {
  static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode line = JSON.createObjectNode();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private int pieces;
  private boolean second;

  Told(long id) {
    line.put("id", id);
  }

  /** Text of the answer: all of it, or the next piece of a stream. */
  public void text(@Nullable String piece) {
    if (piece != null && !piece.isEmpty()) {
      text.append(piece);
      pieces++;
    }
  }

  /** Content of a stream that is not text: a fragment of a tool's arguments. */
  public void piece() {
    pieces++;
  }

  public int pieces() {
    return pieces;
  }

  public String text() {
    return text.toString();
  }

  /** The model's reasoning as far as the client may see it. */
  public void thinking(@Nullable String piece) {
    if (piece != null && !second) {
      thinking.append(piece);
    }
  }

  /** There was a signature (or sealed reasoning) that has to travel back. */
  public void signature() {
    if (!second) {
      line.put("signature", true);
    }
  }

  public void model(@Nullable String model) {
    line.put("model", model);
  }

  public void finish(@Nullable String finish) {
    if (!second) {
      line.put("finish", finish);
    }
  }

  /** All that was read and written in tokens, cached ones and thoughts too; null if untold. */
  public void usage(@Nullable Number input, @Nullable Number output) {
    number("inputTokens", input);
    number("outputTokens", output);
  }

  public void reasoningTokens(@Nullable Number tokens) {
    number("reasoningTokens", tokens);
  }

  public void cachedTokens(@Nullable Number tokens) {
    number("cachedTokens", tokens);
  }

  /**
   * @param arguments a JSON object
   */
  public void call(@Nullable String id, String name, String arguments) {
    call(id, name, parsed(arguments));
  }

  /** A call of a tool, its arguments as an object that Jackson can write. */
  public void call(@Nullable String id, String name, Object arguments) {
    line.withArray("calls")
        .addObject()
        .put("id", id)
        .put("name", name)
        .set("arguments", JSON.<JsonNode>valueToTree(arguments));
  }

  /** The structured answer, by its JSON text. */
  public void json(String text) {
    line.set("json", parsed(text));
  }

  /** The structured answer, as an object that Jackson can write. */
  public void json(Object answer) {
    line.set("json", JSON.<JsonNode>valueToTree(answer));
  }

  public void vector(List<? extends Number> vector) {
    ArrayNode numbers = line.withArray("vectors").addArray();
    vector.forEach(number -> numbers.add(number.doubleValue()));
  }

  public void count(long tokens) {
    line.put("count", tokens);
  }

  public void listed(String model) {
    line.withArray("models").add(model);
  }

  /**
   * @param headers of the answer, names in lower case
   */
  public void headers(Map<String, String> headers) {
    ObjectNode object = line.putObject("headers");
    headers.forEach(object::put);
  }

  /** What the server kept of an answer. */
  public void kept(String answer) {
    line.put("kept", answer);
  }

  /** The status by which an answer that was taken away is not found. */
  public void gone(int status) {
    line.put("gone", status);
  }

  /** The answer so far led to a second request, of which text and tokens are told. */
  public void secondAnswer() {
    second = true;
    text.setLength(0);
  }

  private void number(String name, @Nullable Number number) {
    if (number != null) {
      line.put(name, number.longValue());
    }
  }

  ObjectNode line() {
    line.put("text", text.toString());
    line.put("pieces", pieces);
    if (!thinking.isEmpty()) {
      line.put("thinking", thinking.toString());
    }
    return line;
  }

  static ObjectNode unsupported(long id, String why) {
    return JSON.createObjectNode().put("id", id).put("unsupported", why);
  }

  void error(Raised raised) {
    ObjectNode error =
        line.putObject("error")
            .put("type", raised.type())
            .put("status", raised.status())
            .put("code", raised.code())
            .put("errorType", raised.errorType())
            .put("message", raised.message());
    ObjectNode headers = error.putObject("headers");
    raised.headers().forEach(headers::put);
  }

  /** Reads JSON that a library handed over as text. */
  public static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + text, e);
    }
  }
}
