package dev.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tools, thinking, citations, caching and formats in Anthropic's messages. */
final class AnthropicToolsTest extends Rig {
  private static final String MESSAGES = "/anthropic/v1/messages";
  private static final String TOOLS =
      """
      "tools": [
        {"name": "get_weather", "input_schema": {"type": "object",
          "properties": {"city": {"type": "string"}, "unit": {"enum": ["celsius", "fahrenheit"]}},
          "required": ["city", "unit"]}},
        {"name": "get_time", "input_schema": {"type": "object",
          "properties": {"zone": {"type": "string"}}, "required": ["zone"]}}]
      """;
  private static final String THINKING = "'thinking':{'type':'enabled','budget_tokens':1024}";

  private HttpResponse<String> post(String body) throws Exception {
    return send("POST", MESSAGES, Dialect.ANTHROPIC.key(), body);
  }

  private static String body(String prompt, String rest) {
    return "{\"model\":\"claude-sonnet-4\",\"max_tokens\":4096,\"messages\":[{\"role\":\"user\",\"content\":\""
        + prompt
        + "\"}]"
        + (rest.isEmpty() ? "" : "," + rest.replace('\'', '"'))
        + "}";
  }

  private JsonNode whole(String prompt, String rest) throws Exception {
    return json(post(body(prompt, rest)));
  }

  private List<JsonNode> events(String prompt, String rest) throws Exception {
    String streaming = rest.isEmpty() ? "'stream':true" : rest + ",'stream':true";
    return Dialect.events(post(body(prompt, streaming)).body());
  }

  /** Puts the events of a stream together again, as a client does. */
  private static ArrayNode gathered(List<JsonNode> events) {
    ArrayNode content = Dialect.MAPPER.createArrayNode();
    StringBuilder json = new StringBuilder();
    for (JsonNode event : events) {
      JsonNode delta = event.path("delta");
      switch (event.path("type").stringValue()) {
        case "content_block_start" -> {
          assertThat(event.path("index").intValue()).isEqualTo(content.size());
          content.add(event.path("content_block").deepCopy());
          json.setLength(0);
        }
        case "content_block_delta" -> {
          ObjectNode block = (ObjectNode) content.get(event.path("index").intValue());
          switch (delta.path("type").stringValue()) {
            case "text_delta" -> append(block, "text", delta);
            case "thinking_delta" -> append(block, "thinking", delta);
            case "signature_delta" -> append(block, "signature", delta);
            case "citations_delta" -> block.withArray("citations").add(delta.path("citation"));
            default -> json.append(delta.path("partial_json").stringValue());
          }
        }
        case "content_block_stop" -> {
          ObjectNode block = (ObjectNode) content.get(event.path("index").intValue());
          if (block.path("type").stringValue().equals("tool_use")) {
            block.set("input", Dialect.MAPPER.readTree(json.toString()));
          }
        }
        default -> {}
      }
    }
    return content;
  }

  private static void append(ObjectNode block, String key, JsonNode delta) {
    block.put(key, block.path(key).asString("") + delta.path(key).stringValue());
  }

  private static List<String> names(JsonNode content) {
    List<String> names = new ArrayList<>();
    for (JsonNode block : content) {
      if (block.path("type").stringValue().equals("tool_use")) {
        names.add(block.path("name").stringValue());
      }
    }
    return names;
  }

  /** The same content without what differs from answer to answer. */
  private static String told(JsonNode content) {
    ArrayNode told = (ArrayNode) content.deepCopy();
    told.forEach(block -> ((ObjectNode) block).remove("id"));
    return told.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'type':'any'}|get_weather,get_time",
        "{'type':'any','disable_parallel_tool_use':true}|get_weather",
        "{'type':'tool','name':'get_time'}|get_time",
        "{'type':'auto'}|~~",
        "{'type':'none'}|~~",
      })
  void theChoiceDecidesWhichToolsAreCalled(String choice, String expected) throws Exception {
    JsonNode answer = whole("What is it like in Oslo?", TOOLS + ",'tool_choice':" + choice);
    assertThat(String.join(",", names(answer.path("content")))).isEqualTo(expected);
    assertThat(Dialect.ANTHROPIC.endOf(answer))
        .isEqualTo(expected.isEmpty() ? "end_turn" : "tool_use");
    for (JsonNode block : answer.path("content")) {
      if (block.path("name").asString("").equals("get_weather")) {
        assertThat(block.at("/input/city").isString()).isTrue();
        assertThat(block.at("/input/unit").stringValue()).isIn("celsius", "fahrenheit");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'tool_choice':{'type':'any'}",
        THINKING,
        "'thinking':{'type':'adaptive','display':'omitted'}",
        "'output_config':{'format':{'type':'json_schema','schema':{'type':'object','properties':{'a':{'type':'integer'}},'required':['a'],'additionalProperties':false}}}"
      })
  void streamsGatherIntoTheWholeAnswer(String rest) throws Exception {
    JsonNode whole = whole("the weather", TOOLS + "," + rest);
    List<JsonNode> events = events("the weather", TOOLS + "," + rest);
    assertThat(told(gathered(events))).isEqualTo(told(whole.path("content")));
    JsonNode end =
        events.stream()
            .filter(event -> event.path("type").stringValue().equals("message_delta"))
            .findFirst()
            .orElseThrow();
    assertThat(end.at("/usage/output_tokens")).isEqualTo(whole.at("/usage/output_tokens"));
    assertThat(end.at("/usage/input_tokens")).isEqualTo(whole.at("/usage/input_tokens"));
    assertThat(end.at("/usage/output_tokens_details"))
        .isEqualTo(whole.at("/usage/output_tokens_details"));
    assertThat(end.at("/delta/stop_reason")).isEqualTo(whole.path("stop_reason"));
  }

  @Test
  void argumentsAreStreamedInSeveralFragments() throws Exception {
    long fragments =
        events("the weather", TOOLS).stream()
            .filter(event -> event.at("/delta/type").asString("").equals("input_json_delta"))
            .count();
    assertThat(fragments).isGreaterThan(3);
  }

  /** A conversation in which a tool was called and its result is given. */
  private ObjectNode toolTurn(String rest) throws Exception {
    ObjectNode request =
        (ObjectNode) Dialect.MAPPER.readTree(body("the weather", TOOLS + "," + rest));
    JsonNode content = json(post(request.toString())).path("content");
    ArrayNode messages = (ArrayNode) request.path("messages");
    messages.addObject().put("role", "assistant").set("content", content);
    ArrayNode results = messages.addObject().put("role", "user").putArray("content");
    for (JsonNode block : content) {
      if (block.has("id")) {
        results
            .addObject()
            .put("type", "tool_result")
            .put("content", "21")
            .set("tool_use_id", block.path("id"));
      }
    }
    return request;
  }

  private void refused(ObjectNode request, String message) throws Exception {
    HttpResponse<String> answer = post(request.toString());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).at("/error/message").stringValue()).contains(message);
  }

  @Test
  void resultsAreAnsweredInTextWhateverTheIdsOfTheCalls() throws Exception {
    JsonNode first = json(post(toolTurn(THINKING).toString()));
    JsonNode second = json(post(toolTurn(THINKING).toString()));
    assertThat(names(first.path("content"))).isEmpty();
    assertThat(told(first.path("content"))).isEqualTo(told(second.path("content")));
  }

  @Test
  void thoughtsComeBackAsTheyWereOrAreRefused() throws Exception {
    ObjectNode altered = toolTurn(THINKING);
    ((ObjectNode) altered.at("/messages/1/content/0")).put("thinking", "something else");
    refused(altered, "messages.1.content.0: Invalid `signature` in `thinking` block");
    ObjectNode forged = toolTurn(THINKING);
    ((ObjectNode) forged.at("/messages/1/content/0")).put("signature", "Zm9yZ2Vk");
    refused(forged, "messages.1.content.0: Invalid `signature` in `thinking` block");
    ObjectNode left = toolTurn(THINKING);
    ((ArrayNode) left.at("/messages/1/content")).remove(0);
    refused(left, "Expected `thinking` or `redacted_thinking`, but found `tool_use`");
  }

  @Test
  void redactedThoughtsAreAcceptedBack() throws Exception {
    String phrase = "ANTHROPIC_MAGIC_STRING_TRIGGER_REDACTED_THINKING_46C9";
    JsonNode whole = whole(phrase, THINKING);
    JsonNode thought = whole.path("content").get(0);
    assertThat(thought.path("type").stringValue()).isEqualTo("redacted_thinking");
    assertThat(told(gathered(events(phrase, THINKING)))).isEqualTo(told(whole.path("content")));
    String turn =
        """
        {"model":"m","max_tokens":99,"messages":[{"role":"user","content":"a"},
          {"role":"assistant","content":[%s,{"type":"text","text":"b"}]},{"role":"user","content":"c"}]}
        """;
    assertThat(post(turn.formatted(thought)).statusCode()).isEqualTo(200);
    ((ObjectNode) thought).put("data", "c29tZXRoaW5nIGVsc2U=");
    assertThat(post(turn.formatted(thought)).body())
        .contains("Invalid `data` in `redacted_thinking` block");
  }

  @Test
  void resultsMustFitTheCallsOfTheTurnBefore() throws Exception {
    ObjectNode other = toolTurn("'tool_choice':{'type':'any'}");
    ((ObjectNode) other.at("/messages/2/content/0")).put("tool_use_id", "toolu_other");
    refused(other, "messages.2.content.0: unexpected `tool_use_id` found in `tool_result` blocks");
    ObjectNode missing = toolTurn("'tool_choice':{'type':'any'}");
    ((ArrayNode) missing.at("/messages/2/content")).remove(1);
    refused(missing, "`tool_use` ids were found without `tool_result` blocks immediately after");
    ObjectNode late = toolTurn("'tool_choice':{'type':'any'}");
    ((ArrayNode) late.at("/messages/2/content"))
        .insertObject(0)
        .put("type", "text")
        .put("text", "first");
    refused(late, "`tool_use` ids were found without `tool_result` blocks immediately after");
  }

  @Test
  void documentsThatWantItAreCited() throws Exception {
    String content =
        """
        [{"type":"document","title":"Sky","citations":{"enabled":true},
          "source":{"type":"text","media_type":"text/plain","data":"The sky is blue. So is the sea."}},
         {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="},
          "citations":{"enabled":true}},{"type":"text","text":"Why?"}]
        """;
    String request = body("PROMPT", "").replace("\"PROMPT\"", content);
    JsonNode text = json(post(request)).path("content").get(0);
    JsonNode first = text.path("citations").get(0);
    assertThat(first.path("type").stringValue()).isEqualTo("char_location");
    assertThat(first.path("cited_text").stringValue()).isEqualTo("The sky is blue.");
    assertThat(first.path("end_char_index").intValue()).isEqualTo(16);
    assertThat(text.path("citations").get(1).path("type").stringValue()).isEqualTo("page_location");
    String streaming = request.replaceFirst("\\{", "{\"stream\":true,");
    assertThat(gathered(Dialect.events(post(streaming).body())).get(0)).isEqualTo(text);
  }

  @Test
  void whatIsMarkedIsWrittenToTheCacheAndReadOnceTheModelSpoke() throws Exception {
    String turns =
        """
        {"model":"m","max_tokens":9,"system":[{"type":"text","text":"You are terse.",
          "cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"Hello there"}REST]}
        """;
    JsonNode first = json(post(turns.replace("REST", ""))).path("usage");
    long written = first.path("cache_creation_input_tokens").longValue();
    assertThat(written).isPositive();
    assertThat(first.path("cache_read_input_tokens").longValue()).isZero();
    assertThat(first.at("/cache_creation/ephemeral_5m_input_tokens").longValue())
        .isEqualTo(written);
    String rest =
        ",{\"role\":\"assistant\",\"content\":\"Hi\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"And?\","
            + "\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}]}";
    JsonNode second = json(post(turns.replace("REST", rest))).path("usage");
    assertThat(second.path("cache_read_input_tokens").longValue()).isEqualTo(written);
    assertThat(second.at("/cache_creation/ephemeral_1h_input_tokens").longValue()).isPositive();
    assertThat(second.path("input_tokens").longValue()).isZero();
  }

  @Test
  void aLimitCutsCallsToo() throws Exception {
    String request = body("the weather", TOOLS).replace("4096", "3");
    JsonNode whole = json(post(request));
    assertThat(Dialect.ANTHROPIC.endOf(whole)).isEqualTo("max_tokens");
    assertThat(Dialect.ANTHROPIC.outputOf(whole)).isEqualTo(3);
    assertThat(whole.at("/content/0/input").isObject()).isTrue();
  }

  @Test
  void objectionsComeInTheVendorsWay() throws Exception {
    JsonNode refusal = whole("please SIMULATE_REFUSAL now", "");
    assertThat(Dialect.ANTHROPIC.endOf(refusal)).isEqualTo("refusal");
    assertThat(refusal.at("/stop_details/type").stringValue()).isEqualTo("refusal");
    HttpResponse<String> blocked = post(body("please SIMULATE_BLOCK now", ""));
    assertThat(blocked.statusCode()).isEqualTo(400);
    assertThat(blocked.body()).contains("Output blocked by content filtering policy");
  }

  @Test
  void everyFieldThatTheSchemaRequiresIsThere() throws Exception {
    HttpResponse<String> answer = post(body("Hello", ""));
    JsonNode message = json(answer);
    assertThat(message.propertyNames())
        .contains("id", "container", "content", "diagnostics", "model", "role")
        .contains("stop_details", "stop_reason", "stop_sequence", "type", "usage");
    assertThat(message.path("usage").propertyNames())
        .contains("cache_creation", "cache_creation_input_tokens", "cache_read_input_tokens")
        .contains("inference_geo", "input_tokens", "output_tokens", "output_tokens_details")
        .contains("server_tool_use", "service_tier", "speed");
    assertThat(answer.headers().map())
        .containsKeys(
            "request-id",
            "anthropic-ratelimit-requests-remaining",
            "anthropic-ratelimit-input-tokens-remaining",
            "anthropic-ratelimit-output-tokens-reset");
  }

  @Test
  void textWithoutCitationsHasNoSuchField() throws Exception {
    assertThat(whole("Hello", "").path("content").get(0).has("citations")).isFalse();
    assertThat(gathered(events("Hello", "")).get(0).has("citations")).isFalse();
  }

  @Test
  void wrongKeysAreRefused() throws Exception {
    for (String header : List.of("x-api-key: wrong-key-1", "Authorization: Bearer wrong-key-1")) {
      HttpResponse<String> refused =
          send("POST", MESSAGES, header + "\nanthropic-version: 2023-06-01", body("Hello", ""));
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(json(refused).at("/error/type").stringValue()).isEqualTo("authentication_error");
    }
  }

  @Test
  void aResultThatAsksForACallGetsIt() throws Exception {
    ObjectNode turn = toolTurn("'tool_choice':{'type':'auto'}");
    ((ObjectNode) turn.at("/messages/2/content/0")).put("content", "now call get_time");
    assertThat(names(json(post(turn.toString())).path("content"))).containsExactly("get_time");
  }
}
