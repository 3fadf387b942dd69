package dev.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What each vendor's format has of its own: fields, ends, lists, refusals. */
final class VendorTest extends Rig {
  private static final String OPENAI_KEY = Dialect.OPENAI.key();
  private static final String ANTHROPIC_KEY = Dialect.ANTHROPIC.key();
  private static final String GEMINI_KEY = Dialect.GEMINI.key();
  private static final String CHAT = "/openai/v1/chat/completions";
  private static final String MESSAGES = "/anthropic/v1/messages";
  private static final String GEMINI = "/gemini/v1beta/models/gemini-1.5-flash:";

  private HttpResponse<String> post(String path, String key, String body) throws Exception {
    return send("POST", path, key, body.replace('\'', '"'));
  }

  @Test
  void openAiHasEveryRequiredField() throws Exception {
    JsonNode whole = json(ask(Dialect.OPENAI, false));
    assertThat(whole.propertyNames())
        .contains(
            "id",
            "object",
            "created",
            "model",
            "choices",
            "usage",
            "system_fingerprint",
            "service_tier");
    JsonNode choice = whole.path("choices").get(0);
    assertThat(choice.propertyNames())
        .containsExactlyInAnyOrder("index", "message", "logprobs", "finish_reason");
    assertThat(choice.path("message").path("refusal").isNull()).isTrue();
    assertThat(whole.at("/usage/completion_tokens_details/reasoning_tokens").intValue()).isZero();
    assertThat(whole.at("/usage/prompt_tokens_details/cached_tokens").intValue()).isZero();
    assertThat(whole.at("/usage/total_tokens").longValue())
        .isEqualTo(
            whole.at("/usage/prompt_tokens").longValue()
                + whole.at("/usage/completion_tokens").longValue());

    List<JsonNode> events = Dialect.events(ask(Dialect.OPENAI, true).body());
    assertThat(events.getFirst().at("/choices/0/delta/role").stringValue()).isEqualTo("assistant");
    assertThat(events.getLast().path("choices").isEmpty()).isTrue();
    assertThat(events.getLast().path("usage").isObject()).isTrue();
    assertThat(events.getFirst().path("usage").isNull()).isTrue();
    assertThat(events.stream().map(event -> event.path("id").stringValue()).distinct()).hasSize(1);
  }

  @Test
  void openAiReportsStreamUsageOnlyWhenAsked() throws Exception {
    String body = "{'model':'m','stream':true,'messages':[{'role':'user','content':'Hello'}]}";
    assertThat(post(CHAT, OPENAI_KEY, body).body()).doesNotContain("usage").contains("[DONE]");
  }

  @Test
  void openAiGivesSeveralChoicesWholeAndStreamed() throws Exception {
    String body = "{'model':'m','n':3,'messages':[{'role':'user','content':'Hello'}]STREAM}";
    JsonNode whole = json(post(CHAT, OPENAI_KEY, body.replace("STREAM", "")));
    String streamed = post(CHAT, OPENAI_KEY, body.replace("STREAM", ",'stream':true")).body();
    assertThat(whole.path("choices").size()).isEqualTo(3);
    for (int choice = 0; choice < 3; choice++) {
      StringBuilder text = new StringBuilder();
      for (JsonNode event : Dialect.events(streamed)) {
        if (event.at("/choices/0/index").intValue() == choice) {
          text.append(event.at("/choices/0/delta/content").asString(""));
        }
      }
      assertThat(text.toString())
          .isEqualTo(whole.path("choices").get(choice).at("/message/content").stringValue());
    }
    JsonNode call = lastCall(Dialect.OPENAI);
    assertThat(call.path("outputTokens").longValue()).isEqualTo(Dialect.OPENAI.outputOf(whole));
  }

  @Test
  void limitsAndStopsEndAnswersInEachVendorsWords() throws Exception {
    String chat = "{'model':'m',LIMIT,'messages':[{'role':'user','content':'Hello'}]}";
    JsonNode cut = json(post(CHAT, OPENAI_KEY, chat.replace("LIMIT", "'max_completion_tokens':5")));
    assertThat(Dialect.OPENAI.endOf(cut)).isEqualTo("length");
    assertThat(Dialect.OPENAI.outputOf(cut)).isEqualTo(5);
    JsonNode stopped = json(post(CHAT, OPENAI_KEY, chat.replace("LIMIT", "'stop':'.'")));
    assertThat(Dialect.OPENAI.endOf(stopped)).isEqualTo("stop");
    assertThat(Dialect.OPENAI.textOf(stopped, false)).isNotEmpty().doesNotContain(".");

    String message = "{'model':'m',LIMIT,'messages':[{'role':'user','content':'Hello'}]}";
    cut = json(post(MESSAGES, ANTHROPIC_KEY, message.replace("LIMIT", "'max_tokens':5")));
    assertThat(Dialect.ANTHROPIC.endOf(cut)).isEqualTo("max_tokens");
    assertThat(Dialect.ANTHROPIC.outputOf(cut)).isEqualTo(5);
    stopped =
        json(
            post(
                MESSAGES,
                ANTHROPIC_KEY,
                message.replace("LIMIT", "'max_tokens':99,'stop_sequences':['.']")));
    assertThat(Dialect.ANTHROPIC.endOf(stopped)).isEqualTo("stop_sequence");
    assertThat(stopped.path("stop_sequence").stringValue()).isEqualTo(".");

    String content = "{'contents':[{'parts':[{'text':'Hello'}]}],'generationConfig':{LIMIT}}";
    cut =
        json(
            post(
                GEMINI + "generateContent",
                GEMINI_KEY,
                content.replace("LIMIT", "'maxOutputTokens':5")));
    assertThat(Dialect.GEMINI.endOf(cut)).isEqualTo("MAX_TOKENS");
    assertThat(Dialect.GEMINI.outputOf(cut)).isEqualTo(5);
    stopped =
        json(
            post(
                GEMINI + "generateContent",
                GEMINI_KEY,
                content.replace("LIMIT", "'stop_sequences':['.']")));
    assertThat(Dialect.GEMINI.endOf(stopped)).isEqualTo("STOP");
    assertThat(Dialect.GEMINI.textOf(stopped, false)).isNotEmpty().doesNotContain(".");
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerOfOneTokenIsStreamedInTwoPieces(Dialect dialect) throws Exception {
    script(dialect, "{\"tokens\":1}");
    String streamed = ask(dialect, true).body();
    JsonNode whole = json(ask(dialect, false));
    assertThat(dialect.pieces(streamed)).isEqualTo(2);
    assertThat(dialect.streamedText(streamed)).isEqualTo(dialect.textOf(whole, false));
    assertThat(Dialect.events(streamed).stream().mapToLong(dialect::outputOf).max()).hasValue(1);
    assertThat(lastCall(dialect).path("outputTokens").intValue()).isEqualTo(1);
  }

  @Test
  void anthropicStreamsItsEventsInOrder() throws Exception {
    String body = ask(Dialect.ANTHROPIC, true).body();
    List<String> types =
        body.lines()
            .filter(line -> line.startsWith("event: "))
            .map(line -> line.substring(7))
            .distinct()
            .toList();
    assertThat(types)
        .containsExactly(
            "message_start",
            "content_block_start",
            "ping",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop");
    JsonNode message = Dialect.events(body).getFirst().path("message");
    assertThat(message.propertyNames())
        .contains(
            "id", "type", "role", "content", "model", "stop_reason", "stop_sequence", "usage");
    assertThat(message.path("stop_reason").isNull()).isTrue();
  }

  @Test
  void geminiStreamsAnArrayUnlessEventsAreAskedFor() throws Exception {
    HttpResponse<String> array =
        send(
            "POST",
            GEMINI + "streamGenerateContent",
            GEMINI_KEY,
            Dialect.GEMINI.body(PROMPT, true));
    JsonNode parts = json(array);
    assertThat(array.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(parts.isArray()).isTrue();
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(Dialect.GEMINI.textOf(part, true)));
    assertThat(text.toString())
        .isEqualTo(Dialect.GEMINI.streamedText(ask(Dialect.GEMINI, true).body()));
    assertThat(Dialect.GEMINI.endOf(parts.get(parts.size() - 1))).isEqualTo("STOP");
    script(Dialect.GEMINI, "{\"fault\":\"errorIn200\",\"after\":2}");
    parts =
        json(
            send(
                "POST",
                GEMINI + "streamGenerateContent",
                GEMINI_KEY,
                Dialect.GEMINI.body(PROMPT, true)));
    assertThat(parts.size()).isEqualTo(3);
    assertThat(parts.get(2).path("error").path("status").stringValue()).isEqualTo("UNAVAILABLE");
  }

  @Test
  void tokenCountsAreThoseThatAnswersReport() throws Exception {
    String message = Dialect.ANTHROPIC.body(PROMPT, false).replace("\"max_tokens\":500,", "");
    JsonNode count = json(send("POST", MESSAGES + "/count_tokens", ANTHROPIC_KEY, message));
    assertThat(count.path("input_tokens").longValue())
        .isEqualTo(Dialect.ANTHROPIC.inputOf(json(ask(Dialect.ANTHROPIC, false))));

    String content = Dialect.GEMINI.body(PROMPT, false);
    long reported = Dialect.GEMINI.inputOf(json(ask(Dialect.GEMINI, false)));
    assertThat(
            json(send("POST", GEMINI + "countTokens", GEMINI_KEY, content))
                .path("totalTokens")
                .longValue())
        .isEqualTo(reported);
    String wrapped = "{\"generateContentRequest\":" + content + "}";
    assertThat(
            json(send("POST", GEMINI + "countTokens", GEMINI_KEY, wrapped))
                .path("totalTokens")
                .longValue())
        .isEqualTo(reported);
    assertThat(log(Dialect.GEMINI).path("other").size()).isEqualTo(2);
  }

  @Test
  void modelsAreListed() throws Exception {
    JsonNode openAi = json(send("GET", "/openai/v1/models", OPENAI_KEY, ""));
    assertThat(openAi.path("object").stringValue()).isEqualTo("list");
    assertThat(openAi.path("data").findValuesAsString("id")).contains("gpt-4o-mini");
    assertThat(
            json(send("GET", "/openai/v1/models/gpt-9", OPENAI_KEY, "")).path("id").stringValue())
        .isEqualTo("gpt-9");

    JsonNode anthropic = json(send("GET", "/anthropic/v1/models?limit=2", ANTHROPIC_KEY, ""));
    assertThat(anthropic.path("data").size()).isEqualTo(2);
    assertThat(anthropic.path("has_more").booleanValue()).isTrue();
    String last = anthropic.path("last_id").stringValue();
    JsonNode rest = json(send("GET", "/anthropic/v1/models?after_id=" + last, ANTHROPIC_KEY, ""));
    assertThat(rest.path("data").findValuesAsString("id"))
        .contains("claude-3-haiku")
        .doesNotContain(last);
    assertThat(rest.path("has_more").booleanValue()).isFalse();

    JsonNode gemini = json(send("GET", "/gemini/v1beta/models?pageSize=3", GEMINI_KEY, ""));
    assertThat(gemini.path("models").size()).isEqualTo(3);
    JsonNode next =
        json(
            send(
                "GET",
                "/gemini/v1beta/models?pageToken=" + gemini.path("nextPageToken").stringValue(),
                GEMINI_KEY,
                ""));
    assertThat(next.path("models").get(0).path("name").stringValue()).startsWith("models/gemini-");
    assertThat(next.has("nextPageToken")).isFalse();
  }

  @Test
  void aScriptNamesTheModelsThatAreListed() throws Exception {
    for (Dialect dialect : List.of(Dialect.OPENAI, Dialect.ANTHROPIC, Dialect.GEMINI)) {
      script(dialect, "{\"models\": [\"house-1\", \"house-2\"]}");
    }
    JsonNode openAi = json(send("GET", "/openai/v1/models", OPENAI_KEY, ""));
    assertThat(openAi.path("data").findValuesAsString("id")).containsExactly("house-1", "house-2");
    JsonNode anthropic = json(send("GET", "/anthropic/v1/models?limit=1", ANTHROPIC_KEY, ""));
    assertThat(anthropic.path("data").findValuesAsString("id")).containsExactly("house-1");
    assertThat(anthropic.path("has_more").booleanValue()).isTrue();
    JsonNode gemini = json(send("GET", "/gemini/v1beta/models", GEMINI_KEY, ""));
    assertThat(gemini.path("models").findValuesAsString("name"))
        .containsExactly("models/house-1", "models/house-2");
    assertThat(ask(Dialect.OPENAI, false).statusCode()).as("it is healthy").isEqualTo(200);
  }

  @Test
  void keysAreDemandedInTheVendorsWords() throws Exception {
    HttpResponse<String> openAi = send("POST", CHAT, "", Dialect.OPENAI.body(PROMPT, false));
    assertThat(openAi.statusCode()).isEqualTo(401);
    assertThat(json(openAi).at("/error/message").stringValue())
        .startsWith("You didn't provide an API key");
    assertThat(
            send("POST", CHAT, "Authorization: Bearer", Dialect.OPENAI.body(PROMPT, false))
                .statusCode())
        .isEqualTo(401);

    HttpResponse<String> anthropic =
        send(
            "POST",
            MESSAGES,
            "anthropic-version: 2023-06-01",
            Dialect.ANTHROPIC.body(PROMPT, false));
    assertThat(anthropic.statusCode()).isEqualTo(401);
    assertThat(json(anthropic).at("/error/type").stringValue()).isEqualTo("authentication_error");
    assertThat(send("POST", MESSAGES, "x-api-key: k", Dialect.ANTHROPIC.body(PROMPT, false)).body())
        .contains("anthropic-version: header is required");

    HttpResponse<String> gemini =
        send("POST", GEMINI + "generateContent", "", Dialect.GEMINI.body(PROMPT, false));
    assertThat(gemini.statusCode()).isEqualTo(403);
    assertThat(json(gemini).at("/error/status").stringValue()).isEqualTo("PERMISSION_DENIED");
    HttpResponse<String> empty =
        send("POST", GEMINI + "generateContent?key=", "", Dialect.GEMINI.body(PROMPT, false));
    assertThat(empty.statusCode()).isEqualTo(400);
    assertThat(empty.body()).contains("API_KEY_INVALID");
    assertThat(
            send("POST", GEMINI + "generateContent?key=k", "", Dialect.GEMINI.body(PROMPT, false))
                .statusCode())
        .isEqualTo(200);
    assertThat(log(Dialect.GEMINI).path("count").intValue()).isEqualTo(3);
  }

  @Test
  void unknownPathsAreNotFoundInTheVendorsShape() throws Exception {
    HttpResponse<String> openAi = send("POST", "/openai/v1/nothing", OPENAI_KEY, "{}");
    assertThat(openAi.statusCode()).isEqualTo(404);
    assertThat(json(openAi).at("/error/message").stringValue())
        .isEqualTo("Invalid URL (POST /v1/nothing)");
    assertThat(send("GET", CHAT, OPENAI_KEY, "").statusCode()).isEqualTo(405);
    HttpResponse<String> anthropic = send("POST", "/anthropic/v1/nothing", ANTHROPIC_KEY, "{}");
    assertThat(anthropic.statusCode()).isEqualTo(404);
    assertThat(json(anthropic).at("/error/type").stringValue()).isEqualTo("not_found_error");
    HttpResponse<String> gemini = send("POST", GEMINI + "nothing", GEMINI_KEY, "{}");
    assertThat(gemini.statusCode()).isEqualTo(404);
    assertThat(json(gemini).at("/error/status").stringValue()).isEqualTo("NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{|could not parse the JSON body",
        "[]|could not parse the JSON body",
        "{'messages':[{'role':'user','content':'x'}]}|you must provide a model parameter",
        "{'model':'m'}|Missing required parameter: 'messages'.",
        "{'model':'m','messages':'x'}|expected an array of objects, but got a string instead",
        "{'model':'m','messages':[]}|empty array",
        "{'model':'m','messages':[{'role':'boss','content':'x'}]}|Invalid value: 'boss'.",
        "{'model':'m','messages':[{'role':'user'}]}|Invalid value for 'content': expected a string, got null.",
        "{'model':'m','messages':[{'role':'user','content':7}]}|one of a string or array of objects",
        "{'model':'m','messages':[{'role':'user','content':[{'type':'text'}]}]}|messages[0].content[0].text",
        "{'model':'m','temperature':3,'messages':[{'role':'user','content':'x'}]}|Expected a value <= 2, but got 3",
        "{'model':'m','max_tokens':0,'messages':[{'role':'user','content':'x'}]}|Expected a value >= 1, but got 0",
        "{'model':'m','n':200,'messages':[{'role':'user','content':'x'}]}|Expected a value <= 128",
        "{'model':'m','stop':['a','b','c','d','e'],'messages':[{'role':'user','content':'x'}]}|array too long",
        "{'model':'m','stream':'yes','messages':[{'role':'user','content':'x'}]}|expected a boolean",
        "{'model':'m','stream_options':{},'messages':[{'role':'user','content':'x'}]}|only allowed when 'stream'",
        "{'model':'m','max_tokens':1,'max_completion_tokens':1,'messages':[{'role':'user','content':'x'}]}|same time",
        "{'model':'m','targets':[],'messages':[{'role':'user','content':'x'}]}|Unrecognized request argument",
      })
  void openAiRefusesWhatItCannotUnderstand(String body, String message) throws Exception {
    HttpResponse<String> refused = post(CHAT, OPENAI_KEY, body);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).at("/error/message").stringValue()).contains(message);
    assertThat(json(refused).at("/error/type").stringValue()).isEqualTo("invalid_request_error");
    assertThat(lastCall(Dialect.OPENAI).path("status").intValue()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{|not valid JSON",
        "{'model':'m','messages':[{'role':'user','content':'x'}]}|max_tokens: Field required",
        "{'max_tokens':5,'messages':[{'role':'user','content':'x'}]}|model: Field required",
        "{'model':'m','max_tokens':5}|messages: Field required",
        "{'model':'m','max_tokens':5,'messages':'x'}|messages: Input should be a valid list",
        "{'model':'m','max_tokens':5,'messages':[]}|at least one message is required",
        "{'model':'m','max_tokens':0,'messages':[{'role':'user','content':'x'}]}|greater than or equal to 1",
        "{'model':'m','max_tokens':'5','messages':[{'role':'user','content':'x'}]}|Input should be a valid integer",
        "{'model':'m','max_tokens':5,'messages':[{'role':'system','content':'x'}]}|Unexpected role",
        "{'model':'m','max_tokens':5,'messages':[{'role':'user','content':''}]}|must have non-empty content",
        "{'model':'m','max_tokens':5,'messages':[{'role':'user','content':[{'type':'text','text':''}]}]}|must be non-empty",
        "{'model':'m','max_tokens':5,'temperature':1.5,'messages':[{'role':'user','content':'x'}]}|range: 0..1",
        "{'model':'m','max_tokens':5,'stop':['a'],'messages':[{'role':'user','content':'x'}]}|stop: Extra inputs",
        "{'model':'m','max_tokens':5,'stop_sequences':[' '],'messages':[{'role':'user','content':'x'}]}|non-whitespace",
        "{'model':'m','max_tokens':5,'system':7,'messages':[{'role':'user','content':'x'}]}|system: Input should",
      })
  void anthropicRefusesWhatItCannotUnderstand(String body, String message) throws Exception {
    HttpResponse<String> refused = post(MESSAGES, ANTHROPIC_KEY, body);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).at("/error/message").stringValue()).contains(message);
    assertThat(json(refused).at("/error/type").stringValue()).isEqualTo("invalid_request_error");
    assertThat(json(refused).path("type").stringValue()).isEqualTo("error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{|Invalid JSON payload received",
        "{}|contents is not specified",
        "{'contents':'x'}|Invalid value at 'contents'",
        "{'contents':[{'role':'boss','parts':[{'text':'x'}]}]}|Please use a valid role: user, model.",
        "{'contents':[{'role':'user','parts':[]}]}|must not be empty",
        "{'contents':[{'parts':[{'text':7}]}]}|TYPE_STRING",
        "{'contents':[{'parts':[{}]}]}|required oneof field",
        "{'messages':[]}|Unknown name \"messages\": Cannot find field.",
        "{'contents':[{'parts':[{'text':'x'}]}],'generationConfig':{'max_tokens':5}}|at 'generation_config'",
        "{'contents':[{'parts':[{'text':'x'}]}],'generationConfig':{'temperature':3}}|range [0, 2]",
        "{'contents':[{'parts':[{'text':'x'}]}],'generationConfig':{'candidateCount':9}}|range [1, 8]",
        "{'contents':[{'parts':[{'text':'x'}]}],'generationConfig':{'maxOutputTokens':'five'}}|TYPE_INT32",
      })
  void geminiRefusesWhatItCannotUnderstand(String body, String message) throws Exception {
    HttpResponse<String> refused = post(GEMINI + "generateContent", GEMINI_KEY, body);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).at("/error/message").stringValue()).contains(message);
    assertThat(json(refused).at("/error/status").stringValue()).isEqualTo("INVALID_ARGUMENT");
    HttpResponse<String> streamed = post(GEMINI + "streamGenerateContent", GEMINI_KEY, body);
    assertThat(json(streamed).get(0).at("/error/message").stringValue()).contains(message);
  }
}
