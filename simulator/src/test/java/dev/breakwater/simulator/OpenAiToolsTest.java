package dev.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tools, formats and thinking in OpenAI's chat completions. */
final class OpenAiToolsTest extends Rig {
  private static final String CHAT = "/openai/v1/chat/completions";
  private static final String TOOLS =
      """
      "tools": [
        {"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object",
          "properties": {"city": {"type": "string"}, "unit": {"enum": ["celsius", "fahrenheit"]}},
          "required": ["city", "unit"], "additionalProperties": false}, "strict": true}},
        {"type": "function", "function": {"name": "get_time", "parameters": {"type": "object",
          "properties": {"zone": {"type": "string"}}, "required": ["zone"]}}},
        {"type": "function", "function": {"name": "ping"}}]
      """;

  private JsonNode whole(String rest) throws Exception {
    return json(send("POST", CHAT, Dialect.OPENAI.key(), body("What is it like in Oslo?", rest)));
  }

  private List<JsonNode> events(String rest) throws Exception {
    String streaming = rest + ", \"stream\": true, \"stream_options\": {\"include_usage\": true}";
    return Dialect.events(
        send("POST", CHAT, Dialect.OPENAI.key(), body("What is it like in Oslo?", streaming))
            .body());
  }

  private static String body(String prompt, String rest) {
    return "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\""
        + prompt
        + "\"}],"
        + rest
        + "}";
  }

  private static List<String> names(JsonNode answer) {
    List<String> names = new ArrayList<>();
    answer
        .at("/choices/0/message/tool_calls")
        .forEach(call -> names.add(call.at("/function/name").stringValue()));
    return names;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'required'|get_weather,get_time,ping",
        "'required','parallel_tool_calls':false|get_weather",
        "{'type':'function','function':{'name':'get_time'}}|get_time",
        "{'type':'allowed_tools','allowed_tools':{'mode':'required','tools':[{'type':'function','function':{'name':'ping'}}]}}|ping",
        "'auto'|~~",
        "'none'|~~",
      })
  void theChoiceDecidesWhichToolsAreCalled(String choice, String expected) throws Exception {
    JsonNode answer = whole(TOOLS + ",\"tool_choice\":" + choice.replace('\'', '"'));
    assertThat(String.join(",", names(answer))).isEqualTo(expected);
    assertThat(Dialect.OPENAI.endOf(answer)).isEqualTo(expected.isEmpty() ? "stop" : "tool_calls");
    assertThat(answer.at("/choices/0/message/content").isNull()).isEqualTo(!expected.isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Tell me the weather!|get_weather",
        "ping|ping",
        "use get_time and GET_WEATHER|get_weather,get_time",
        "pinging sometimes|",
      })
  void leftToChooseItCallsTheToolsThatThePromptNames(String prompt, String expected)
      throws Exception {
    JsonNode answer = json(send("POST", CHAT, Dialect.OPENAI.key(), body(prompt, TOOLS.strip())));
    assertThat(String.join(",", names(answer))).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void resultsAreAnsweredInTextUnlessTheyAskForACall() throws Exception {
    String turns =
        """
        {"model": "m", %s, "messages": [{"role": "user", "content": "the weather"},
          {"role": "assistant", "content": null, "tool_calls": [{"id": "call_1", "type": "function",
            "function": {"name": "get_weather", "arguments": "{}"}}]},
          {"role": "tool", "tool_call_id": "call_1", "content": "RESULT"}]}
        """
            .formatted(TOOLS);
    JsonNode text =
        json(send("POST", CHAT, Dialect.OPENAI.key(), turns.replace("RESULT", "weather: 21")));
    assertThat(text.at("/choices/0/message/content").stringValue()).isNotEmpty();
    JsonNode call =
        json(send("POST", CHAT, Dialect.OPENAI.key(), turns.replace("RESULT", "call get_time")));
    assertThat(names(call)).containsExactly("get_time");
  }

  @Test
  void streamedCallsSayTheSameAsWholeOnes() throws Exception {
    JsonNode whole = whole(TOOLS + ",\"tool_choice\":\"required\"");
    List<JsonNode> events = events(TOOLS + ",\"tool_choice\":\"required\"");
    List<String> names = new ArrayList<>();
    List<StringBuilder> arguments = new ArrayList<>();
    int fragments = 0;
    for (JsonNode event : events) {
      for (JsonNode call : event.at("/choices/0/delta/tool_calls")) {
        int index = call.path("index").intValue();
        if (call.has("id")) {
          assertThat(index).isEqualTo(names.size());
          assertThat(call.path("id").stringValue()).startsWith("call_");
          assertThat(call.path("type").stringValue()).isEqualTo("function");
          names.add(call.at("/function/name").stringValue());
          arguments.add(new StringBuilder());
        } else {
          fragments++;
        }
        arguments.get(index).append(call.at("/function/arguments").stringValue());
      }
    }
    assertThat(names).isEqualTo(names(whole));
    for (int call = 0; call < names.size(); call++) {
      assertThat(arguments.get(call).toString())
          .isEqualTo(
              whole
                  .at("/choices/0/message/tool_calls/" + call + "/function/arguments")
                  .stringValue());
    }
    JsonNode weather = Dialect.MAPPER.readTree(arguments.getFirst().toString());
    assertThat(weather.path("unit").stringValue()).isIn("celsius", "fahrenheit");
    assertThat(weather.path("city").isString()).isTrue();
    assertThat(events.stream().map(Dialect.OPENAI::endOf)).contains("tool_calls");
    assertThat(events.getLast().at("/usage/completion_tokens").intValue()).isEqualTo(fragments);
    JsonNode call = lastCall(Dialect.OPENAI);
    assertThat(call.path("outputTokens").intValue()).isEqualTo(fragments);
    assertThat(call.path("text").stringValue()).isEmpty();
    assertThat(call.path("toolCalls").get(0).path("arguments").stringValue())
        .isEqualTo(arguments.getFirst().toString());
  }

  @Test
  void aCutLeavesArgumentsUnfinished() throws Exception {
    script(Dialect.OPENAI, "{\"fault\":\"noEnd\"}");
    events(TOOLS + ",\"tool_choice\":\"required\"");
    String full = lastCall(Dialect.OPENAI).at("/toolCalls/0/arguments").stringValue();
    script(Dialect.OPENAI, "{\"fault\":\"errorIn200\",\"after\":2}");
    events(TOOLS + ",\"tool_choice\":\"required\"");
    JsonNode call = lastCall(Dialect.OPENAI);
    assertThat(call.path("toolCalls").size()).isEqualTo(1);
    String begun = call.at("/toolCalls/0/arguments").stringValue();
    assertThat(full).startsWith(begun).isNotEqualTo(begun);
    assertThat(call.path("outputTokens").intValue()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void limitsCutArgumentsAndJson(boolean tools) throws Exception {
    String wanted =
        tools
            ? TOOLS + ",\"tool_choice\":\"required\""
            : "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"]}}}";
    JsonNode answer = whole(wanted + ",\"max_completion_tokens\":2");
    assertThat(Dialect.OPENAI.endOf(answer)).isEqualTo("length");
    assertThat(Dialect.OPENAI.outputOf(answer)).isEqualTo(2);
  }

  @Test
  void customToolsAreGivenText() throws Exception {
    String custom =
        "\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"note\"}}],\"tool_choice\":\"required\"";
    JsonNode call = whole(custom).at("/choices/0/message/tool_calls/0");
    assertThat(call.path("type").stringValue()).isEqualTo("custom");
    StringBuilder streamed = new StringBuilder();
    events(custom)
        .forEach(event ->
            streamed.append(event.at("/choices/0/delta/tool_calls/0/custom/input").asString("")));
    assertThat(streamed.toString()).isEqualTo(call.at("/custom/input").stringValue());
  }

  @Test
  void anEndlessCallIsBegunOnlyOnce() throws Exception {
    script(Dialect.OPENAI, "{\"fault\":\"endless\"}");
    String asked =
        body("x", TOOLS + ",\"tool_choice\":\"required\",\"stream\":true").replace("\n", "");
    HttpResponse<InputStream> response =
        client.send(
            request("POST", CHAT, Dialect.OPENAI.key(), asked), BodyHandlers.ofInputStream());
    try (InputStream stream = response.body()) {
      String begun = new String(stream.readNBytes(60_000), StandardCharsets.UTF_8);
      assertThat(begun.split("\"name\":\"ping\"", -1)).hasSize(2);
      assertThat(begun).doesNotContain("\"finish_reason\":\"");
    }
  }

  @Test
  void functionsOfOldAreCalledTheOldWay() throws Exception {
    String old =
        "\"functions\":[{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}},\"required\":[\"a\"]}}],\"function_call\":{\"name\":\"f\"}";
    JsonNode whole = whole(old);
    assertThat(Dialect.OPENAI.endOf(whole)).isEqualTo("function_call");
    String arguments = whole.at("/choices/0/message/function_call/arguments").stringValue();
    assertThat(Dialect.MAPPER.readTree(arguments).path("a").isIntegralNumber()).isTrue();
    StringBuilder streamed = new StringBuilder();
    events(old)
        .forEach(event ->
            streamed.append(event.at("/choices/0/delta/function_call/arguments").asString("")));
    assertThat(streamed.toString()).isEqualTo(arguments);
  }

  @Test
  void schemasAndJsonModeGiveJsonWholeAndStreamed() throws Exception {
    String schema =
        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":{\"$ref\":\"#/$defs/x\",\"$defs\":{\"x\":{\"type\":\"object\",\"properties\":{\"kind\":{\"enum\":[\"fact\",\"guess\"]},\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"minItems\":2}},\"required\":[\"kind\",\"tags\"]}}}}}";
    String text = whole(schema).at("/choices/0/message/content").stringValue();
    JsonNode value = Dialect.MAPPER.readTree(text);
    assertThat(value.path("kind").stringValue()).isIn("fact", "guess");
    assertThat(value.path("tags").size()).isGreaterThanOrEqualTo(2);
    StringBuilder streamed = new StringBuilder();
    events(schema).forEach(event -> streamed.append(Dialect.OPENAI.textOf(event, true)));
    assertThat(streamed.toString()).isEqualTo(text);

    JsonNode object =
        json(
            send(
                "POST",
                CHAT,
                Dialect.OPENAI.key(),
                body("Give me json", "\"response_format\":{\"type\":\"json_object\"}")));
    assertThat(
            Dialect.MAPPER
                .readTree(object.at("/choices/0/message/content").stringValue())
                .isObject())
        .isTrue();
  }

  @Test
  void thoughtsAreCountedAndNotShown() throws Exception {
    JsonNode quick = whole("\"reasoning_effort\":\"low\"");
    JsonNode deep = whole("\"reasoning_effort\":\"high\"");
    int thought = deep.at("/usage/completion_tokens_details/reasoning_tokens").intValue();
    assertThat(thought)
        .isGreaterThan(quick.at("/usage/completion_tokens_details/reasoning_tokens").intValue());
    assertThat(deep.at("/choices/0/message/content"))
        .isEqualTo(quick.at("/choices/0/message/content"));
    List<JsonNode> events = events("\"reasoning_effort\":\"high\"");
    assertThat(events.getLast().at("/usage/completion_tokens").longValue())
        .isEqualTo(Dialect.OPENAI.outputOf(deep))
        .isEqualTo(lastCall(Dialect.OPENAI).path("outputTokens").longValue());
    JsonNode cut = whole("\"reasoning_effort\":\"high\",\"max_completion_tokens\":5");
    assertThat(cut.at("/choices/0/message/content").stringValue()).isEmpty();
    assertThat(Dialect.OPENAI.endOf(cut)).isEqualTo("length");
    assertThat(cut.at("/usage/completion_tokens_details/reasoning_tokens").intValue()).isEqualTo(5);
  }

  @Test
  void everyTokenHasItsProbabilities() throws Exception {
    JsonNode whole = whole("\"logprobs\":true,\"top_logprobs\":3");
    JsonNode content = whole.at("/choices/0/logprobs/content");
    assertThat((long) content.size()).isEqualTo(Dialect.OPENAI.outputOf(whole));
    StringBuilder text = new StringBuilder();
    content.forEach(token -> {
      text.append(token.path("token").stringValue());
      assertThat(token.path("logprob").doubleValue()).isNegative();
      assertThat(token.path("top_logprobs").size()).isEqualTo(3);
      assertThat(token.at("/top_logprobs/0/token")).isEqualTo(token.path("token"));
    });
    assertThat(text.toString()).isEqualTo(whole.at("/choices/0/message/content").stringValue());
    List<JsonNode> streamed = new ArrayList<>();
    events("\"logprobs\":true,\"top_logprobs\":3")
        .forEach(event -> event.at("/choices/0/logprobs/content").forEach(streamed::add));
    assertThat(streamed).isEqualTo(new ArrayList<>(content.values()));
  }
}
