package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Holds what a client was told against what its provider has seen and said.
 *
 * @param calls that the provider has seen of this case, oldest first
 * @param seesThinking whether the client gets to see what the model thinks
 */
record Check(
    Library library,
    Protocol protocol,
    Feature feature,
    Upstream upstream,
    JsonNode told,
    List<Simulator.Call> calls,
    boolean seesThinking) {
  private static final String PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAE";
  private static final Set<String> ENDED = Set.of("stop", "end_turn", "completed");
  private static final Set<String> STOPPED = Set.of("stop", "stop_sequence");
  private static final Set<String> CUT =
      Set.of("length", "max_tokens", "max_output_tokens", "incomplete");
  private static final Set<String> CALLED =
      Set.of("tool_calls", "tool-calls", "tool_use", "tool_execution", "completed", "stop");

  void holds() {
    if (feature.fails()) {
      failed();
      return;
    }
    assertThat(told.get("error")).as(told.toString()).isNull();
    switch (feature) {
      case WHOLE, STREAMED -> answered(ENDED);
      case IMAGE -> {
        answered(ENDED);
        assertThat(last().body()).contains(PICTURE);
      }
      case TOOLS, TOOLS_STREAMED -> tools();
      case THINKING_TOOLS -> {
        tools();
        // Chat completions have no place for it; Gemini's calls are never without.
        assertThat(told.path("signature").asBoolean(false))
            .isEqualTo(protocol == Protocol.GEMINI || (protocol != Protocol.CHAT && seesThinking));
      }
      case SCHEMA, SCHEMA_STREAMED -> schema();
      case JSON_MODE -> {
        counted();
        assertThat(told.get("json").isObject()).as(told.toString()).isTrue();
      }
      case THINKING, THINKING_STREAMED -> {
        answered(ENDED);
        assertThat(told.path("thinking").asString("").isEmpty())
            .as("no thinking")
            .isNotEqualTo(seesThinking);
      }
      case STOP -> {
        // Only Anthropic's models tell which sequence ended them, so that others' end is an end.
        answered(upstream.tellsStops() ? STOPPED : ENDED);
        assertThat(told.get("text").asString()).doesNotContain(".");
      }
      case LIMIT -> {
        answered(CUT);
        assertThat(last().outputTokens()).isBetween(1L, 16L);
      }
      case COUNT -> assertThat(told.get("count").longValue()).isPositive();
      case MODELS ->
          assertThat(told.get("models").valueStream().map(JsonNode::asString))
              .anyMatch(name -> name.contains(upstream.family()));
      case CONVERSATION -> {
        assertThat(told.get("kept").asString()).isEqualTo(told.get("text").asString());
        assertThat(told.get("gone").intValue()).isEqualTo(404);
        answered(ENDED);
      }
      case EMBEDDINGS -> embedded();
      case BAD_REQUEST, BAD_KEY, UNKNOWN_MODEL -> throw new IllegalStateException();
    }
  }

  private Simulator.Call last() {
    assertThat(calls).as(upstream.provider() + "'s calls").isNotEmpty();
    return calls.getLast();
  }

  private void answered(Set<String> finishes) {
    counted();
    assertThat(told.get("text").asString()).isNotEmpty().isEqualTo(last().text());
    assertThat(told.get("finish").asString().toLowerCase(Locale.ROOT)).isIn(finishes);
    if (feature == Feature.STREAMED) {
      assertThat(told.get("pieces").intValue()).isGreaterThan(1);
    }
  }

  /** The last answer came in full, and its tokens are the provider's. */
  private void counted() {
    assertThat(last().status()).hasValue(200);
    assertThat(last().ended()).isEqualTo("whole");
    if (!feature.isStreamed() || library.countsInputOfStreams(protocol, upstream)) {
      assertThat(told.get("inputTokens").longValue()).isEqualTo(last().inputTokens()).isPositive();
    }
    assertThat(told.get("outputTokens").longValue()).isEqualTo(last().outputTokens()).isPositive();
  }

  private void tools() {
    answered(CALLED);
    assertThat(calls).hasSize(2);
    assertThat(last().body()).contains("12:00").contains("degrees");
    JsonNode made = told.get("calls");
    assertThat(made.valueStream().map(call -> call.get("name").asString()))
        .containsExactlyInAnyOrder("get_weather", "get_time");
    for (JsonNode call : made) {
      JsonNode arguments = call.get("arguments");
      if (call.get("name").asString().equals("get_time")) {
        assertThat(arguments.propertyNames()).containsExactly("zone");
        assertThat(arguments.get("zone").isString()).isTrue();
      } else {
        assertThat(arguments.propertyNames()).containsExactlyInAnyOrder("city", "unit");
        assertThat(arguments.get("city").isString()).isTrue();
        assertThat(arguments.get("unit").asString()).isIn("celsius", "fahrenheit");
      }
    }
  }

  private void schema() {
    counted();
    JsonNode json = told.get("json");
    assertThat(json).as(told.toString()).isNotNull();
    assertThat(json.propertyNames())
        .containsExactlyInAnyOrder("answer", "confidence", "tags", "kind");
    assertThat(json.get("answer").isString()).isTrue();
    assertThat(json.get("confidence").isNumber()).isTrue();
    assertThat(json.get("tags").isArray()).isTrue();
    assertThat(json.get("tags").valueStream()).allMatch(JsonNode::isString);
    assertThat(json.get("kind").asString()).isIn("fact", "guess");
    // Where a library has its schemas by tools, Gemini's come in one piece, as all its calls do.
    boolean inOne = upstream == Upstream.GOOGLE && protocol == Protocol.MESSAGES;
    if (feature == Feature.SCHEMA_STREAMED && told.has("pieces") && !inOne) {
      assertThat(told.get("pieces").intValue()).isGreaterThan(1);
    }
  }

  private void embedded() {
    JsonNode vectors = told.get("vectors");
    assertThat(vectors.size()).isEqualTo(2);
    assertThat(vectors.get(0).size()).isGreaterThan(1).isEqualTo(vectors.get(1).size());
    assertThat(vectors.get(0)).isNotEqualTo(vectors.get(1));
  }

  private void failed() {
    int place =
        List.of(Feature.BAD_REQUEST, Feature.BAD_KEY, Feature.UNKNOWN_MODEL).indexOf(feature);
    JsonNode error = told.get("error");
    assertThat(error).as(told.toString()).isNotNull();
    assertThat(error.get("type").asString()).isEqualTo(library.errors(protocol).get(place));
    assertThat(error.get("status").intValue()).isEqualTo(List.of(400, 401, 404).get(place));
    assertThat(error.get("message").asString()).isNotEmpty();
  }
}
