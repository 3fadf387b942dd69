package dev.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What OpenAI's chat completions refuse and accept around tools, formats and media. */
final class OpenAiRulesTest extends Rig {
  private static final String CHAT = "/openai/v1/chat/completions";
  private static final String CALL =
      "{'role':'assistant','tool_calls':[{'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}}]}";
  private static final String TOOL = "{'type':'function','function':{'name':'f'}}";
  private static final String PIXEL =
      "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

  private HttpResponse<String> post(String body) throws Exception {
    return send("POST", CHAT, Dialect.OPENAI.key(), body.replace('\'', '"'));
  }

  private static String user(String rest) {
    return "{'model':'m','messages':[{'role':'user','content':'x'}]" + rest + "}";
  }

  private static String turns(String turns) {
    return "{'model':'m','messages':[{'role':'user','content':'x'}," + turns + "]}";
  }

  private static String strict(String schema) {
    return user(
        ",'response_format':{'type':'json_schema','json_schema':{'name':'a','strict':true,'schema':"
            + schema
            + "}}");
  }

  private void refused(String body, String message) throws Exception {
    HttpResponse<String> refused = post(body);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    String words = json(refused).at("/error/message").stringValue();
    assertThat(words.replace('"', '\'')).contains(message);
    assertThat(json(refused).at("/error/type").stringValue()).isEqualTo("invalid_request_error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        ",'tools':[]|Invalid 'tools': empty array",
        ",'tools':[{'type':'function'}]|Missing required parameter: 'tools[0].function'.",
        ",'tools':[{'type':'function','function':{}}]|tools[0].function.name",
        ",'tools':[{'type':'function','function':{'name':'a b'}}]|does not match pattern",
        ",'tools':[{'type':'web','function':{'name':'a'}}]|Supported values are: 'function' and 'custom'.",
        ",'tools':[{'type':'function','function':{'name':'a','parameters':{'type':'string'}}}]|Invalid schema for function 'a'",
        ",'tools':[{'type':'function','function':{'name':'a','strict':true,'parameters':{'type':'object','properties':{}}}}]|In context=(), 'additionalProperties' is required",
        ",'tool_choice':'required'|only allowed when 'tools' are specified",
        ",'parallel_tool_calls':true|only allowed when 'tools' are specified",
        ",'function_call':'auto'|only allowed when 'functions' are specified",
        ",'reasoning_effort':'extreme'|Supported values are: 'none', 'minimal', 'low', 'medium', 'high', 'xhigh', and 'max'.",
        ",'service_tier':'gold'|Invalid value: 'gold'",
        ",'top_logprobs':2|only allowed when 'logprobs' is enabled",
        ",'logprobs':true,'top_logprobs':21|Expected a value <= 20",
        ",'response_format':'json'|expected an object, but got a string",
        ",'response_format':{'type':'xml'}|'json_object', 'json_schema', and 'text'",
        ",'response_format':{'type':'json_object'}|must contain the word 'json'",
        ",'response_format':{'type':'json_schema'}|response_format.json_schema",
        ",'response_format':{'type':'json_schema','json_schema':{'schema':{}}}|response_format.json_schema.name",
        ",'metadata':{'a':1}|metadata.a",
        ",'seed':'x'|expected an integer",
        ",'max_tokens':1.5|expected an integer",
      })
  void badParametersAreNamed(String rest, String message) throws Exception {
    refused(user(rest), message);
  }

  @Test
  void aNamedToolMustBeOffered() throws Exception {
    refused(
        user(",'tools':[" + TOOL + "],'tool_choice':{'type':'function','function':{'name':'g'}}"),
        "Tool choice 'g' not found");
  }

  @Test
  void reasoningModelsKnowOnlyTheNewerLimit() throws Exception {
    String body = user(",'max_tokens':5").replace("'m'", "'o3-mini'");
    refused(body, "Use 'max_completion_tokens' instead.");
    assertThat(post(body.replace("max_tokens", "max_completion_tokens")).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'type':'object'}|In context=(), 'additionalProperties'",
        "{'type':'object','properties':{'a':{'type':'object'}},'required':['a'],'additionalProperties':false}|In context=('properties', 'a'), 'additionalProperties'",
        "{'type':'object','properties':{'a':{'type':'string'}},'required':[],'additionalProperties':false}|Missing 'a'",
        "{'type':'array'}|got 'type: 'array''",
        "{'type':'object','properties':{'a':{'allOf':[]}},'required':['a'],'additionalProperties':false}|'allOf' is not permitted",
      })
  void strictSchemasMustBeComplete(String schema, String message) throws Exception {
    refused(strict(schema), message);
    assertThat(post(strict(schema).replace("'strict':true", "'strict':false")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void resultsMustFollowTheirCalls() throws Exception {
    String result = "{'role':'tool','tool_call_id':'c1','content':'1'}";
    refused(turns(result), "must be a response to a preceeding message with 'tool_calls'");
    refused(turns(CALL), "must be followed by tool messages responding to each 'tool_call_id'");
    refused(turns(CALL + ",{'role':'user','content':'x'}"), "did not have response messages: c1");
    refused(turns(CALL + "," + result.replace("c1", "c2")), "'tool_call_id' of 'c2' not found");
    refused(turns(CALL + ",{'role':'tool','content':'1'}"), "messages[2].tool_call_id");
    assertThat(post(turns(CALL + "," + result)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'type':'video'}|'text', 'image_url', 'input_audio', 'refusal', 'audio', and 'file'",
        "{'type':'image_url'}|messages[0].content[0].image_url",
        "{'type':'image_url','image_url':'http://x'}|expected an object",
        "{'type':'image_url','image_url':{'url':'x.png'}}|Expected a valid URL",
        "{'type':'image_url','image_url':{'url':'data:image/png,xx'}}|without the 'base64' marker",
        "{'type':'image_url','image_url':{'url':'data:image/tiff;base64,AAAA'}}|unsupported image",
        "{'type':'image_url','image_url':{'url':'data:image/png;base64,??'}}|Invalid base64 image_url.",
        "{'type':'file','file':{}}|messages[0].content[0].file.file_id",
      })
  void badPartsAreNamed(String part, String message) throws Exception {
    refused("{'model':'m','messages':[{'role':'user','content':[" + part + "]}]}", message);
  }

  @Test
  void mediaAreForUsersOnly() throws Exception {
    refused(
        "{'model':'m','messages':[{'role':'system','content':[{'type':'image_url','image_url':{'url':'"
            + PIXEL
            + "'}}]}]}",
        "only allowed in messages with role 'user'");
  }

  @Test
  void imagesAndFilesAreCounted() throws Exception {
    String message =
        "{'model':'m','messages':[{'role':'user','content':[{'type':'text','text':'x'}PART]}]}";
    long bare = input(message.replace("PART", ""));
    String image = ",{'type':'image_url','image_url':{'url':'" + PIXEL + "','detail':'low'}}";
    assertThat(input(message.replace("PART", image))).isGreaterThan(bare + 50);
    assertThat(input(message.replace("PART", image.replace("low", "high"))))
        .isGreaterThan(bare + 100);
    String file =
        ",{'type':'file','file':{'filename':'a.pdf','file_data':'data:application/pdf;base64,JVBERi0='}}";
    assertThat(input(message.replace("PART", file))).isGreaterThan(bare + 50);
  }

  private long input(String body) throws Exception {
    JsonNode answer = json(post(body));
    assertThat(lastCall(Dialect.OPENAI).path("inputTokens").longValue())
        .isEqualTo(Dialect.OPENAI.inputOf(answer));
    return Dialect.OPENAI.inputOf(answer);
  }

  @Test
  void whatChangesNothingIsAccepted() throws Exception {
    JsonNode plain = json(post(user("")));
    JsonNode adorned =
        json(
            post(
                user(
                    ",'seed':7,'service_tier':'flex','store':true,'metadata':{'a':'b'},'user':'u','logit_bias':{'50256':-100},'verbosity':'low','modalities':['text'],'prediction':{'type':'content','content':'x'},'temperature':null")));
    assertThat(adorned.path("service_tier").stringValue()).isEqualTo("flex");
    assertThat(Dialect.OPENAI.textOf(adorned, false))
        .isEqualTo(Dialect.OPENAI.textOf(plain, false));
  }

  @Test
  void aNamedCacheHoldsAllButTheEndOfLongPrompts() throws Exception {
    String body = user(",'prompt_cache_key':'k'").replace("'x'", "'" + "word ".repeat(2000) + "'");
    JsonNode usage = json(post(body)).path("usage");
    int cached = usage.at("/prompt_tokens_details/cached_tokens").intValue();
    assertThat(cached % 128).isZero();
    assertThat(cached).isBetween(1024, usage.path("prompt_tokens").intValue() - 1);
    JsonNode unnamed = json(post(body.replace("prompt_cache_key", "user"))).path("usage");
    assertThat(unnamed.at("/prompt_tokens_details/cached_tokens").intValue()).isZero();
  }

  @Test
  void aWrongKeyIsRefused() throws Exception {
    HttpResponse<String> refused =
        send(
            "POST",
            CHAT,
            "Authorization: Bearer wrong-key-0000000000",
            Dialect.OPENAI.body(PROMPT, false));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(json(refused).at("/error/code").stringValue()).isEqualTo("invalid_api_key");
    assertThat(json(refused).at("/error/message").stringValue())
        .startsWith("Incorrect API key provided: wrong-ke")
        .doesNotContain("wrong-key-0000000000");
  }
}
