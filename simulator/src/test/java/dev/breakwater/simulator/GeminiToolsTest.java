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

/** Functions, thoughts, schemas, log probabilities and embeddings of Gemini. */
final class GeminiToolsTest extends Rig {
  private static final String MODELS = "/gemini/v1beta/models/";
  private static final String TOOLS =
      """
      'tools': [{'functionDeclarations': [
        {'name': 'get_weather', 'parameters': {'type': 'OBJECT',
          'properties': {'city': {'type': 'STRING'}, 'unit': {'type': 'STRING', 'enum': ['celsius', 'fahrenheit']}},
          'required': ['city', 'unit']}},
        {'name': 'get_time', 'parametersJsonSchema': {'type': 'object',
          'properties': {'zone': {'type': 'string'}}, 'required': ['zone'], 'additionalProperties': false}}]}]
      """;
  private static final String ANY = ",'toolConfig':{'functionCallingConfig':{'mode':'ANY'}}";
  private static final String THOUGHTS =
      "'generationConfig':{'thinkingConfig':{'includeThoughts':true,'thinkingBudget':1024}}";

  private HttpResponse<String> post(String model, String method, String body) throws Exception {
    return send(
        "POST", MODELS + model + ":" + method, Dialect.GEMINI.key(), body.replace('\'', '"'));
  }

  private static String body(String prompt, String rest) {
    return "{'contents':[{'role':'user','parts':[{'text':'" + prompt + "'}]}]," + rest + "}";
  }

  private JsonNode whole(String prompt, String rest) throws Exception {
    return json(post("gemini-2.5-flash", "generateContent", body(prompt, rest)));
  }

  private List<JsonNode> events(String prompt, String rest) throws Exception {
    return Dialect.events(
        post("gemini-2.5-flash", "streamGenerateContent?alt=sse", body(prompt, rest)).body());
  }

  private static List<JsonNode> calls(JsonNode answer) {
    return answer.at("/candidates/0/content/parts").findValues("functionCall");
  }

  private static String names(JsonNode answer) {
    return String.join(
        ",", calls(answer).stream().map(call -> call.path("name").stringValue()).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'mode':'ANY'}|get_weather,get_time",
        "{'mode':'ANY','allowedFunctionNames':['get_time']}|get_time",
        "{'mode':'AUTO'}|~~",
        "{'mode':'NONE'}|~~",
      })
  void theModeDecidesWhichFunctionsAreCalled(String config, String expected) throws Exception {
    JsonNode answer =
        whole("Hello", TOOLS + ",'tool_config':{'function_calling_config':" + config + "}");
    assertThat(names(answer)).isEqualTo(expected);
    assertThat(Dialect.GEMINI.endOf(answer)).isEqualTo("STOP");
    for (JsonNode call : calls(answer)) {
      if (call.path("name").stringValue().equals("get_weather")) {
        assertThat(call.at("/args/city").isString()).isTrue();
        assertThat(call.at("/args/unit").stringValue()).isIn("celsius", "fahrenheit");
      }
    }
  }

  @Test
  void aStreamedCallComesInOneChunk() throws Exception {
    JsonNode whole = whole("Hello", TOOLS + ANY);
    List<JsonNode> events = events("Hello", TOOLS + ANY);
    List<JsonNode> streamed = new ArrayList<>();
    events.forEach(event -> streamed.addAll(calls(event)));
    assertThat(streamed).isEqualTo(calls(whole));
    assertThat(events).hasSize(2);
    assertThat(events.getLast().path("usageMetadata")).isEqualTo(whole.path("usageMetadata"));
  }

  private ObjectNode turn(String model, String prompt, String rest) throws Exception {
    ObjectNode request =
        (ObjectNode) Dialect.MAPPER.readTree(body(prompt, rest).replace('\'', '"'));
    JsonNode answer = json(post(model, "generateContent", request.toString()));
    ArrayNode contents = (ArrayNode) request.path("contents");
    contents.add(answer.at("/candidates/0/content"));
    ArrayNode parts = contents.addObject().put("role", "user").putArray("parts");
    for (JsonNode call : calls(answer)) {
      ObjectNode response = parts.addObject().putObject("functionResponse");
      response.set("name", call.path("name"));
      response.putObject("response").put("output", 21);
    }
    request.remove("toolConfig");
    return request;
  }

  @Test
  void responsesAreAnsweredInText() throws Exception {
    ObjectNode turn = turn("gemini-2.5-flash", "Hello", TOOLS + ANY);
    JsonNode answer = json(post("gemini-2.5-flash", "generateContent", turn.toString()));
    assertThat(Dialect.GEMINI.textOf(answer, false)).isNotEmpty();
    JsonNode second = ((ArrayNode) turn.at("/contents/2/parts")).remove(1);
    ObjectNode apart = turn.deepCopy();
    ((ArrayNode) apart.path("contents"))
        .addObject()
        .put("role", "user")
        .putArray("parts")
        .add(second);
    JsonNode other = json(post("gemini-2.5-flash", "generateContent", apart.toString()));
    assertThat(Dialect.GEMINI.textOf(other, false)).isNotEmpty();
    assertThat(post("gemini-2.5-flash", "generateContent", turn.toString()).body())
        .contains(
            "number of function response parts is equal to the number of function call parts");
  }

  @Test
  void modelsOfTheThirdGenerationWantTheirSignaturesBack() throws Exception {
    String model = "gemini-3-pro-preview";
    ObjectNode turn = turn(model, "the weather", TOOLS);
    assertThat(post(model, "generateContent", turn.toString()).statusCode()).isEqualTo(200);
    ObjectNode call = (ObjectNode) turn.at("/contents/1/parts/0");
    String signature = call.path("thoughtSignature").stringValue();
    assertThat(call.at("/functionCall/id").isString()).isTrue();
    call.put("thoughtSignature", "AAAA" + signature.substring(4));
    assertThat(post(model, "generateContent", turn.toString()).body())
        .contains("Thought signature is not valid.");
    call.put("thoughtSignature", signature.replace('+', '-').replace('/', '_'));
    assertThat(post(model, "generateContent", turn.toString()).statusCode()).isEqualTo(200);
    call.put("thoughtSignature", "skip_thought_signature_validator");
    assertThat(post(model, "generateContent", turn.toString()).statusCode()).isEqualTo(200);
    call.remove("thoughtSignature");
    assertThat(post(model, "generateContent", turn.toString()).body())
        .contains("Function call is missing a thought_signature");
  }

  @Test
  void thoughtsAreStreamedAsTheyAreWhole() throws Exception {
    JsonNode whole = whole("Hello", THOUGHTS);
    StringBuilder thought = new StringBuilder();
    StringBuilder text = new StringBuilder();
    List<String> signatures = new ArrayList<>();
    List<JsonNode> events = events("Hello", THOUGHTS);
    for (JsonNode event : events) {
      for (JsonNode part : event.at("/candidates/0/content/parts")) {
        boolean thinks = part.path("thought").asBoolean(false);
        (thinks ? thought : text).append(part.path("text").stringValue());
        if (part.has("thoughtSignature")) {
          signatures.add(part.path("thoughtSignature").stringValue());
        }
      }
    }
    JsonNode parts = whole.at("/candidates/0/content/parts");
    assertThat(thought.toString()).isEqualTo(parts.get(0).path("text").stringValue()).isNotEmpty();
    assertThat(parts.get(0).path("thought").booleanValue()).isTrue();
    assertThat(text.toString()).isEqualTo(parts.get(1).path("text").stringValue());
    assertThat(signatures).containsExactly(parts.get(1).path("thoughtSignature").stringValue());
    JsonNode usage = whole.path("usageMetadata");
    assertThat(usage.path("thoughtsTokenCount").longValue()).isPositive();
    assertThat(usage.path("totalTokenCount").longValue())
        .isEqualTo(
            usage.path("promptTokenCount").longValue()
                + usage.path("candidatesTokenCount").longValue()
                + usage.path("thoughtsTokenCount").longValue());
    assertThat(events.getLast().path("usageMetadata")).isEqualTo(usage);
  }

  @Test
  void hiddenThoughtsOnlyCount() throws Exception {
    JsonNode whole =
        whole("Hello", THOUGHTS.replace("'includeThoughts':true", "'includeThoughts':false"));
    assertThat(whole.at("/candidates/0/content/parts").size()).isEqualTo(1);
    assertThat(whole.at("/usageMetadata/thoughtsTokenCount").longValue()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'responseSchema':{'type':'OBJECT','properties':{'tags':{'type':'ARRAY','minItems':'2','items':{'type':'STRING'}},"
            + "'kind':{'type':'STRING','format':'enum','enum':['fact','guess']}},'required':['tags','kind']}",
        "'responseJsonSchema':{'type':'object','properties':{'tags':{'type':'array','minItems':2,'items':{'type':'string'}},"
            + "'kind':{'$ref':'#/$defs/kind'}},'required':['tags','kind'],'$defs':{'kind':{'enum':['fact','guess']}}}",
      })
  void bothKindsOfSchemaAreSatisfied(String schema) throws Exception {
    String config = "'generationConfig':{'responseMimeType':'application/json'," + schema + "}";
    String text = Dialect.GEMINI.textOf(whole("Hello", config), false);
    JsonNode value = Dialect.MAPPER.readTree(text);
    assertThat(value.path("tags").size()).isGreaterThanOrEqualTo(2);
    assertThat(value.path("kind").stringValue()).isIn("fact", "guess");
    StringBuilder streamed = new StringBuilder();
    events("Hello", config).forEach(event -> streamed.append(Dialect.GEMINI.textOf(event, true)));
    assertThat(streamed.toString()).isEqualTo(text);
  }

  @Test
  void anEnumIsAnsweredBare() throws Exception {
    String config =
        "'generationConfig':{'responseMimeType':'text/x.enum','responseSchema':{'type':'STRING','enum':['low tide','high tide']}}";
    assertThat(Dialect.GEMINI.textOf(whole("Hello", config), false)).isIn("low tide", "high tide");
  }

  @Test
  void logProbabilitiesRatingsAndCandidatesComeWhenAsked() throws Exception {
    String config =
        "'safety_settings':[{'category':'HARM_CATEGORY_HARASSMENT','threshold':'BLOCK_NONE'}],"
            + "'generation_config':{'response_logprobs':true,'logprobs':2,'candidate_count':2,'max_output_tokens':'4'}";
    JsonNode whole = whole("Hello", config);
    assertThat(whole.path("candidates").size()).isEqualTo(2);
    JsonNode candidate = whole.path("candidates").get(1);
    assertThat(candidate.path("index").intValue()).isEqualTo(1);
    assertThat(candidate.path("avgLogprobs").doubleValue()).isNegative();
    assertThat(candidate.at("/logprobsResult/chosenCandidates").size()).isEqualTo(4);
    assertThat(candidate.at("/logprobsResult/topCandidates/0/candidates").size()).isEqualTo(2);
    assertThat(candidate.path("safetyRatings").size()).isEqualTo(4);
  }

  @Test
  void mediaAreCountedByModality() throws Exception {
    String parts =
        "{'contents':[{'parts':[{'inline_data':{'mime_type':'image/png','data':'iVBORw0KGgo='}},"
            + "{'fileData':{'mimeType':'application/pdf','fileUri':'https://example.org/a.pdf'}},{'text':'look'}]}]}";
    JsonNode details =
        json(post("m", "generateContent", parts)).at("/usageMetadata/promptTokensDetails");
    assertThat(details.findValuesAsString("modality"))
        .containsExactlyInAnyOrder("TEXT", "IMAGE", "DOCUMENT");
    assertThat(json(post("m", "countTokens", parts)).path("promptTokensDetails"))
        .isEqualTo(details);
  }

  @Test
  void embeddingsOfLikeTextsLieNearEachOther() throws Exception {
    String requests =
        "{'requests':[{'model':'models/e','content':{'parts':[{'text':'the harbor wall'}]},'outputDimensionality':64},"
            + "{'model':'models/e','content':{'parts':[{'text':'the harbor walls'}]},'outputDimensionality':64},"
            + "{'model':'models/e','content':{'parts':[{'text':'something else'}]},'outputDimensionality':64}]}";
    JsonNode embeddings = json(post("e", "batchEmbedContents", requests)).path("embeddings");
    assertThat(embeddings.size()).isEqualTo(3);
    assertThat(product(embeddings.get(0), embeddings.get(0))).isBetween(0.999, 1.001);
    assertThat(product(embeddings.get(0), embeddings.get(1)))
        .isGreaterThan(product(embeddings.get(0), embeddings.get(2)));
    JsonNode one =
        json(
            post(
                "e",
                "embedContent",
                "{'content':{'parts':[{'text':'the harbor wall'}]},'outputDimensionality':64}"));
    assertThat(one.path("embedding")).isEqualTo(embeddings.get(0));
  }

  private static double product(JsonNode left, JsonNode right) {
    double product = 0;
    for (int index = 0; index < 64; index++) {
      product +=
          left.path("values").get(index).doubleValue()
              * right.path("values").get(index).doubleValue();
    }
    return product;
  }

  @Test
  void objectionsComeInTheVendorsWay() throws Exception {
    JsonNode refused = whole("please SIMULATE_REFUSAL", "'labels':{}");
    assertThat(Dialect.GEMINI.endOf(refused)).isEqualTo("SAFETY");
    JsonNode blocked = whole("please SIMULATE_BLOCK", "'labels':{}");
    assertThat(blocked.at("/promptFeedback/blockReason").stringValue())
        .isEqualTo("PROHIBITED_CONTENT");
    assertThat(blocked.has("candidates")).isFalse();
    assertThat(events("please SIMULATE_BLOCK", "'labels':{}")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'tools':[{'functionDeclarations':[{'name':'f','parameters':{'type':'OBJECT','additionalProperties':false,'properties':{'a':{'type':'STRING'}}}}]}]|Unknown name \"additionalProperties\" at 'tools[0].function_declarations[0].parameters': Cannot find field.",
        "'tools':[{'functionDeclarations':[{'name':'f','parameters':{'type':'OBJECT','properties':{}}}]}]|should be non-empty for OBJECT type",
        "'tools':[{'functionDeclarations':[{'name':'f g'}]}]|Invalid function name",
        "'tools':[{'functionDeclarations':[{'name':'f'},{'name':'f'}]}]|Duplicate function declaration",
        "'tools':[{'type':'function'}]|Unknown name \"type\" at 'tools[0]'",
        "'toolConfig':{'functionCallingConfig':{'mode':'ANY'}}|without function_declarations",
        "'toolConfig':{'functionCallingConfig':{'mode':'any'}}|FunctionCallingConfig.Mode",
        "'tools':[{'functionDeclarations':[{'name':'f'}]}],'generationConfig':{'responseMimeType':'application/json'}|is unsupported",
        "'generationConfig':{'responseMimeType':'text/html'}|allowed mimetypes",
        "'generationConfig':{'responseSchema':{'type':'STRING'}}|only allowed when response_mime_type",
        "'generationConfig':{'thinkingConfig':{'thinkingBudget':99999}}|The thinking budget 99999 is invalid",
        "'generationConfig':{'thinkingConfig':{'thinkingBudget':1,'thinkingLevel':'LOW'}}|only one of thinking budget",
        "'generationConfig':{'logprobs':3}|only allowed when response_logprobs",
        "'safetySettings':[{'category':'HARM_CATEGORY_RUDE','threshold':'OFF'}]|HarmCategory",
      })
  void whatTheVendorRefusesIsRefusedInItsWords(String rest, String message) throws Exception {
    HttpResponse<String> refused = post("gemini-2.5-flash", "generateContent", body("x", rest));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).at("/error/message").stringValue()).contains(message);
    assertThat(json(refused).at("/error/status").stringValue()).isEqualTo("INVALID_ARGUMENT");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'text':'a','functionCall':{'name':'f'}}|oneof field 'data' is already set",
        "{'inlineData':{'mimeType':'image/png','data':'%%'}}|TYPE_BYTES",
        "{'functionResponse':{'name':'f','response':'21'}}|google.protobuf.Struct",
        "{'functionResponse':{'response':{}}}|Name cannot be empty",
        "{'functionResponse':{'name':'f','response':{}}}|immediately after a function call turn",
        "{'functionCall':{'name':'f','args':{}}}|immediately after a user turn",
        "{'image_url':'x'}|Unknown name \"image_url\" at 'contents[0].parts[0]'",
      })
  void partsAreReadStrictly(String part, String message) throws Exception {
    HttpResponse<String> refused =
        post("gemini-2.5-flash", "generateContent", "{'contents':[{'parts':[" + part + "]}]}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).at("/error/message").stringValue()).contains(message);
  }

  @Test
  void theStableVersionIsServedToo() throws Exception {
    HttpResponse<String> answer =
        send(
            "POST",
            "/gemini/v1/models/gemini-2.5-flash:generateContent",
            Dialect.GEMINI.key(),
            Dialect.GEMINI.body(PROMPT, false));
    assertThat(Dialect.GEMINI.textOf(json(answer), false)).isNotEmpty();
  }

  @Test
  void wrongKeysAreRefused() throws Exception {
    String path = MODELS + "m:generateContent";
    HttpResponse<String> key =
        send("POST", path, "x-goog-api-key: wrong-key-1", Dialect.GEMINI.body(PROMPT, false));
    assertThat(key.statusCode()).isEqualTo(400);
    assertThat(key.body()).contains("API_KEY_INVALID");
    HttpResponse<String> bearer =
        send("POST", path, "Authorization: Bearer wrong-key-1", Dialect.GEMINI.body(PROMPT, false));
    assertThat(bearer.statusCode()).isEqualTo(401);
    assertThat(json(bearer).at("/error/status").stringValue()).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void aResponseThatAsksForACallGetsIt() throws Exception {
    ObjectNode turn = turn("gemini-2.5-flash", "the weather", TOOLS);
    ((ObjectNode) turn.at("/contents/2/parts/0/functionResponse/response"))
        .put("output", "now call get_time");
    assertThat(names(json(post("gemini-2.5-flash", "generateContent", turn.toString()))))
        .isEqualTo("get_time");
  }
}
