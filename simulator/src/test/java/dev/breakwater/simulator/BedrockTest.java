package dev.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.simulator.AwsClient.Event;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Bedrock, asked with Amazon's own signer and read with Amazon's own decoder. */
final class BedrockTest extends Rig {
  private static final String CONVERSE = "/bedrock/model/anthropic.claude-3-haiku%3A1/converse";
  private static final String TOOLS =
      """
      'toolConfig': {'tools': [
        {'toolSpec': {'name': 'get_weather', 'inputSchema': {'json': {'type': 'object',
          'properties': {'city': {'type': 'string'}}, 'required': ['city']}}}},
        {'toolSpec': {'name': 'get_time', 'inputSchema': {'json': {'type': 'object',
          'properties': {'zone': {'type': 'string'}}, 'required': ['zone']}}}}] CHOICE }
      """;
  private static final String THINKING =
      "'inferenceConfig':{'maxTokens':4000},"
          + "'additionalModelRequestFields':{'thinking':{'type':'enabled','budget_tokens':1024}}";

  private final AwsClient aws = new AwsClient(this, "simulated-secret", null, Instant.now());

  @BeforeEach
  void bedrockIsHealthy() throws Exception {
    script("{}");
    send("DELETE", "/calls/bedrock", "", "");
  }

  private void script(String script) throws Exception {
    assertThat(send("PUT", "/script/bedrock", "", script).statusCode()).isEqualTo(200);
  }

  private JsonNode lastCall() throws Exception {
    JsonNode calls = json(get("/calls/bedrock")).path("calls");
    return calls.get(calls.size() - 1);
  }

  private static String body(String prompt, String rest) {
    return ("{'messages':[{'role':'user','content':[{'text':'"
            + prompt
            + "'}]}]"
            + (rest.isEmpty() ? "" : "," + rest)
            + "}")
        .replace('\'', '"');
  }

  private static String tools(String choice) {
    return TOOLS.replace("CHOICE", choice);
  }

  private JsonNode whole(String prompt, String rest) throws Exception {
    return Dialect.MAPPER.readTree(aws.post(CONVERSE, body(prompt, rest)).body());
  }

  private List<Event> events(String prompt, String rest) throws Exception {
    return AwsClient.events(aws.post(CONVERSE + "-stream", body(prompt, rest)).body());
  }

  private static String text(List<Event> events) {
    return events.stream()
        .map(event -> event.json().at("/delta/text").asString(""))
        .collect(Collectors.joining());
  }

  @Test
  void aStreamSaysTheSameAsAWholeAnswer() throws Exception {
    JsonNode whole = whole(PROMPT, "");
    List<Event> events = events(PROMPT, "");
    assertThat(text(events)).isEqualTo(whole.at("/output/message/content/0/text").stringValue());
    assertThat(events.stream().map(Event::type).distinct())
        .containsExactly(
            "messageStart", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata");
    assertThat(events.getLast().json().path("usage")).isEqualTo(whole.path("usage"));
    assertThat(whole.path("usage").propertyNames())
        .contains("inputTokens", "outputTokens", "totalTokens", "cacheReadInputTokens");
    assertThat(whole.path("stopReason").stringValue()).isEqualTo("end_turn");
    assertThat(lastCall().path("model").stringValue()).isEqualTo("anthropic.claude-3-haiku:1");
    assertThat(lastCall().path("text").stringValue()).isEqualTo(text(events));
  }

  @Test
  void onlyTheRightSignatureIsAccepted() throws Exception {
    String body = body("Hello", "");
    Instant now = Instant.now();
    AwsClient session = new AwsClient(this, "simulated-secret", "session/token+=", now);
    assertThat(session.post(CONVERSE, body).statusCode()).isEqualTo(200);
    HttpResponse<byte[]> wrong = new AwsClient(this, "other", null, now).post(CONVERSE, body);
    assertThat(wrong.statusCode()).isEqualTo(403);
    assertThat(wrong.headers().firstValue("x-amzn-errortype").orElse(""))
        .startsWith("InvalidSignatureException");
    assertThat(new String(wrong.body(), StandardCharsets.UTF_8))
        .contains("The request signature we calculated does not match");
    AwsClient late =
        new AwsClient(this, "simulated-secret", null, now.minus(Duration.ofMinutes(20)));
    assertThat(new String(late.post(CONVERSE, body).body(), StandardCharsets.UTF_8))
        .contains("Signature expired");
    HttpResponse<String> none = send("POST", CONVERSE, "", body);
    assertThat(none.statusCode()).isEqualTo(403);
    assertThat(none.headers().firstValue("x-amzn-errortype").orElse(""))
        .startsWith("MissingAuthenticationTokenException");
    HttpResponse<String> bare =
        send("POST", CONVERSE, "Authorization: AWS4-HMAC-SHA256 Credential=x", body);
    assertThat(bare.headers().firstValue("x-amzn-errortype").orElse(""))
        .startsWith("IncompleteSignatureException");
  }

  @Test
  void anAlteredRequestDoesNotMatchItsSignature() throws Exception {
    HttpResponse<byte[]> altered =
        aws.post(CONVERSE, body("Hello", ""), signed -> signed.replace("Hello", "Hallo"));
    assertThat(altered.statusCode()).isEqualTo(403);
    assertThat(aws.post(CONVERSE, body("Hello", ""), signed -> signed).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "arn%3Aaws%3Abedrock%3Aeu-west-1%3A1%3Ainference-profile%2Feu.claude-v1%3A0|arn:aws:bedrock:eu-west-1:1:inference-profile/eu.claude-v1:0",
        "amazon.nova-lite-v1:0|amazon.nova-lite-v1:0",
      })
  void modelsAreNamedInThePath(String encoded, String model) throws Exception {
    HttpResponse<byte[]> answer =
        aws.post("/bedrock/model/" + encoded + "/converse", body("Hello", ""));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(lastCall().path("model").stringValue()).isEqualTo(model);
  }

  @Test
  void toolsAreCalledAndTheirResultsAnswered() throws Exception {
    String any = tools(",'toolChoice':{'any':{}}");
    JsonNode message = whole("Hello", any).at("/output/message");
    assertThat(message.path("content").findValuesAsString("name"))
        .containsExactly("get_weather", "get_time");
    StringBuilder arguments = new StringBuilder();
    List<Event> events = events("Hello", any);
    for (Event event : events) {
      if (event.json().path("contentBlockIndex").asInt(-1) == 1) {
        arguments.append(event.json().at("/delta/toolUse/input").asString(""));
      }
    }
    assertThat(Dialect.MAPPER.readTree(arguments.toString()))
        .isEqualTo(message.at("/content/1/toolUse/input"));
    ObjectNode turn = (ObjectNode) Dialect.MAPPER.readTree(body("Hello", tools("")));
    ArrayNode messages = (ArrayNode) turn.path("messages");
    messages.add(message);
    ArrayNode results = messages.addObject().put("role", "user").putArray("content");
    for (JsonNode use : message.path("content").findValues("toolUse")) {
      ObjectNode result = results.addObject().putObject("toolResult");
      result.set("toolUseId", use.path("toolUseId"));
      result.putArray("content").addObject().putObject("json").put("degrees", 21);
    }
    JsonNode answer = Dialect.MAPPER.readTree(aws.post(CONVERSE, turn.toString()).body());
    assertThat(answer.at("/output/message/content/0/text").isString()).isTrue();
    results.remove(1);
    assertThat(refusal(turn.toString()))
        .contains("Expected toolResult blocks at messages.2.content");
  }

  private String refusal(String body) throws Exception {
    HttpResponse<byte[]> refused = aws.post(CONVERSE, body);
    assertThat(refused.statusCode()).isEqualTo(400);
    return Dialect.MAPPER.readTree(refused.body()).path("message").stringValue();
  }

  @Test
  void thoughtsAreSignedAndComeBackAsTheyWere() throws Exception {
    JsonNode message = whole("the weather", tools("") + "," + THINKING).at("/output/message");
    JsonNode thought = message.at("/content/0/reasoningContent/reasoningText");
    StringBuilder text = new StringBuilder();
    String signature = "";
    for (Event event : events("the weather", tools("") + "," + THINKING)) {
      text.append(event.json().at("/delta/reasoningContent/text").asString(""));
      signature += event.json().at("/delta/reasoningContent/signature").asString("");
    }
    assertThat(text.toString()).isEqualTo(thought.path("text").stringValue()).isNotEmpty();
    assertThat(signature).isEqualTo(thought.path("signature").stringValue()).isNotEmpty();
    ObjectNode turn =
        (ObjectNode) Dialect.MAPPER.readTree(body("the weather", tools("") + "," + THINKING));
    ArrayNode messages = (ArrayNode) turn.path("messages");
    messages.add(message);
    ObjectNode result =
        messages
            .addObject()
            .put("role", "user")
            .putArray("content")
            .addObject()
            .putObject("toolResult");
    result.set("toolUseId", message.at("/content/1/toolUse/toolUseId"));
    result.putArray("content").addObject().put("text", "21");
    assertThat(aws.post(CONVERSE, turn.toString()).statusCode()).isEqualTo(200);
    ((ObjectNode) thought).put("text", "something else");
    assertThat(refusal(turn.toString())).contains("Invalid `signature` in `thinking` block");
  }

  @Test
  void schemasLimitsStopsCachesAndCitationsAreServed() throws Exception {
    String schema =
        "{\\\"type\\\":\\\"object\\\",\\\"required\\\":[\\\"a\\\"],\\\"properties\\\":{\\\"a\\\":{\\\"type\\\":\\\"integer\\\"}}}";
    String format =
        "'outputConfig':{'textFormat':{'type':'json_schema','structure':{'jsonSchema':{'schema':'S'}}}}"
            .replace('\'', '"')
            .replace("S\"}", schema + "\"}");
    String json = whole("Hello", format).at("/output/message/content/0/text").stringValue();
    assertThat(Dialect.MAPPER.readTree(json).path("a").isIntegralNumber()).isTrue();
    assertThat(whole("Hello", "'inferenceConfig':{'maxTokens':3}").path("stopReason").stringValue())
        .isEqualTo("max_tokens");
    assertThat(
            whole("Hello", "'inferenceConfig':{'stopSequences':['.']}")
                .path("stopReason")
                .stringValue())
        .isEqualTo("stop_sequence");
    String content =
        """
        {"messages":[{"role":"user","content":[{"image":{"format":"png","source":{"bytes":"AAAA"}}},
          {"document":{"format":"txt","name":"sky","source":{"text":"The sky"},"citations":{"enabled":true}}},
          {"text":"Why?"},{"cachePoint":{"type":"default"}}]}]}
        """;
    JsonNode answer = Dialect.MAPPER.readTree(aws.post(CONVERSE, content).body());
    assertThat(answer.at("/usage/cacheWriteInputTokens").longValue()).isGreaterThan(200);
    assertThat(
            answer.at("/output/message/content/0/citationsContent/citations/0/title").stringValue())
        .isEqualTo("sky");
    long cited =
        AwsClient.events(aws.post(CONVERSE + "-stream", content).body()).stream()
            .filter(event -> event.json().at("/delta/citation").isObject())
            .count();
    assertThat(cited).isEqualTo(1);
  }

  @Test
  void tokensAreCountedAndModelsListed() throws Exception {
    String converse = body(PROMPT, "");
    HttpResponse<byte[]> count =
        aws.post(
            CONVERSE.replace("/converse", "/count-tokens"),
            "{\"input\":{\"converse\":" + converse + "}}");
    assertThat(Dialect.MAPPER.readTree(count.body()).path("inputTokens").longValue())
        .isEqualTo(whole(PROMPT, "").at("/usage/inputTokens").longValue());
    JsonNode models = Dialect.MAPPER.readTree(aws.get("/bedrock/foundation-models").body());
    assertThat(models.path("modelSummaries").findValuesAsString("modelId"))
        .contains("anthropic.claude-3-haiku-20240307-v1:0");
  }

  @Test
  void objectionsComeInTheVendorsWay() throws Exception {
    assertThat(whole("please SIMULATE_REFUSAL", "").path("stopReason").stringValue())
        .isEqualTo("content_filtered");
    assertThat(whole("please SIMULATE_BLOCK", "").path("stopReason").stringValue())
        .isEqualTo("guardrail_intervened");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'messages':null|Value null at 'messages' failed to satisfy constraint: Member must not be null",
        "'messages':'x'|STRING_VALUE can not be converted to a list",
        "'messages':[{'role':'assistant','content':[{'text':'x'}]}]|must start with a user message",
        "'messages':[{'role':'user','content':[{'text':'x'}]},{'role':'user','content':[{'text':'x'}]}]|must alternate between user and assistant roles",
        "'messages':[{'role':'boss','content':[{'text':'x'}]}]|Member must satisfy enum value set: [user, assistant]",
        "'messages':[{'role':'user','content':[]}]|The content field in the Message object at messages.0 is empty",
        "'messages':[{'role':'user','content':[{'text':' '}]}]|is blank. Add text to the text field",
        "'messages':[{'role':'user','content':[{'image_url':'x'}]}]|must set one of the following keys",
        "'messages':[{'role':'user','content':[{'image':{'format':'bmp','source':{'bytes':'AA=='}}}]}]|enum value set: [gif, jpeg, png, webp]",
        "'messages':[{'role':'user','content':[{'document':{'format':'pdf','name':'a_b.pdf','source':{'bytes':'AA=='}}}]}]|document file name can only contain",
        "'messages':[{'role':'user','content':[{'toolResult':{'toolUseId':'a','content':[]}}]}]|toolConfig field must be defined",
        "'inferenceConfig':{'temperature':9}|Member must have value less than or equal to 1",
        "'inferenceConfig':{'maxTokens':0}|Member must have value greater than or equal to 1",
        "'toolConfig':{'tools':[]}|Member must have length greater than or equal to 1",
        "'toolConfig':{'tools':[{'toolSpec':{'name':'a b','inputSchema':{'json':{'type':'object'}}}}]}|regular expression pattern: [a-zA-Z0-9_-]+",
        "'toolConfig':{'tools':[{'toolSpec':{'name':'a','inputSchema':{'json':{}}}}]}|must be one of the following: object",
        "'additionalModelRequestFields':{'thinking':{'type':'enabled','budget_tokens':5}}|The model returned the following errors: thinking.enabled.budget_tokens",
      })
  void whatTheVendorRefusesIsRefusedInItsWords(String fields, String message) throws Exception {
    String messages = "'messages':[{'role':'user','content':[{'text':'x'}]}],";
    String body = "{" + (fields.startsWith("'messages'") ? "" : messages) + fields + "}";
    assertThat(refusal(body.replace('\'', '"'))).contains(message);
    assertThat(lastCall().path("status").intValue()).isEqualTo(400);
  }

  @Test
  void anErrorComesAsAnExceptionInsideAStream() throws Exception {
    script("{\"fault\":\"errorIn200\",\"after\":3}");
    List<Event> events = events(PROMPT, "");
    assertThat(events.getLast().exception()).isEqualTo("serviceUnavailableException");
    assertThat(events.getLast().json().path("message").isString()).isTrue();
    assertThat(lastCall().path("outputTokens").intValue()).isEqualTo(3);
  }

  @Test
  void garbageIsFramedRightAndIsNoJson() throws Exception {
    script("{\"fault\":\"garbage\",\"after\":2}");
    List<Event> events = events(PROMPT, "");
    assertThatThrownBy(() -> events.get(3).json()).isInstanceOf(JacksonException.class);
    assertThat(events.get(4).json().isObject()).isTrue();
  }

  @Test
  void aHugeEventIsEightMegabytesOfValidJson() throws Exception {
    script("{\"fault\":\"hugeLine\",\"after\":1}");
    List<Event> events = events(PROMPT, "");
    assertThat(events.get(2).payload().length).isGreaterThan(8 << 20);
    assertThat(events.get(2).json().at("/delta/text").isString()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "reset"})
  void aBrokenStreamEndsAfterItsPieces(String fault) throws Exception {
    script("{\"fault\":\"" + fault + "\",\"after\":4,\"betweenTokens\":\"5ms\"}");
    assertThatThrownBy(() -> events(PROMPT, "")).isInstanceOf(IOException.class);
    assertThat(lastCall().path("outputTokens").intValue()).isEqualTo(4);
    assertThat(lastCall().path("ended").stringValue()).isEqualTo("cut");
  }

  @Test
  void aStreamWithoutEndHasNoStop() throws Exception {
    script("{\"fault\":\"noEnd\"}");
    assertThat(events(PROMPT, "").stream().map(Event::type))
        .doesNotContain("messageStop", "metadata");
    script("{\"fault\":\"noUsage\"}");
    assertThat(events(PROMPT, "").getLast().json().has("usage")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "429,ThrottlingException",
    "503,ServiceUnavailableException",
    "500,InternalServerException",
    "424,ModelErrorException"
  })
  void orderedErrorsAreNamedInAHeader(int status, String type) throws Exception {
    script("{\"status\":" + status + "}");
    HttpResponse<byte[]> answer = aws.post(CONVERSE + "-stream", body("Hello", ""));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("x-amzn-errortype").orElse("")).startsWith(type);
    assertThat(answer.headers().firstValue("x-amzn-requestid")).isPresent();
  }
}
