package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A stream as it came, or its beginning.
 *
 * @param all the data of its events; OpenAI's end mark is none
 */
record Events(Front front, String body, List<JsonNode> all) {
  private static final String DATA = "data:";
  private static final String DONE = "[DONE]";

  static Events of(Front front, String body) {
    return new Events(
        front,
        body,
        body.lines()
            .filter(line -> line.startsWith(DATA))
            .map(line -> line.substring(DATA.length()).strip())
            .filter(data -> !data.equals(DONE))
            .map(Http.JSON::readTree)
            .toList());
  }

  /** Of an answer that began well. */
  static Events of(Front front, Http.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("content-type")).startsWith("text/event-stream");
    return of(front, answer.body());
  }

  String text() {
    return all.stream().map(front::text).collect(Collectors.joining());
  }

  /** The only final counts. */
  JsonNode usage() {
    List<JsonNode> counts = all.stream().map(front::usage).filter(JsonNode::isObject).toList();
    assertThat(counts).as(body).hasSize(1);
    return counts.getFirst();
  }

  /** One answer under one id, which begins once and ends once, as it should. */
  void areOneWholeStream() {
    assertThat(all).as(body).noneMatch(event -> event.has("error"));
    assertThat(all.stream().map(front::id).filter(id -> !id.isEmpty()).distinct())
        .as(body)
        .hasSize(1);
    assertThat(all.stream().filter(front::begins)).as(body).hasSize(front == Front.GEMINI ? 0 : 1);
    assertThat(all.stream().map(front::finish).filter(finish -> !finish.isEmpty()))
        .as(body)
        .hasSize(1);
    assertThat(ends()).as(body).isEqualTo(front == Front.GEMINI ? 0 : 1);
  }

  /**
   * The stream ends with the error event of its protocol, and with nothing that looks like an end.
   *
   * @return the error
   */
  JsonNode error() {
    assertThat(all.subList(0, all.size() - 1)).as(body).noneMatch(event -> event.has("error"));
    JsonNode error = all.getLast().path("error");
    assertThat(error.path("message").asString("")).as(body).isNotEmpty();
    if (front == Front.MESSAGES) {
      assertThat(all.getLast().path("type").asString("")).isEqualTo("error");
      assertThat(body).contains("event: error");
    }
    assertThat(ends()).as(body).isZero();
    assertThat(all).as(body).allMatch(event -> front.finish(event).isEmpty());
    return error;
  }

  /** How often the protocol's own end mark came; Gemini has none beside the reason to end. */
  private long ends() {
    return body.lines()
        .filter(line ->
            line.equals(DATA + " " + DONE)
                || (line.startsWith(DATA) && line.contains("\"message_stop\"")))
        .count();
  }
}
