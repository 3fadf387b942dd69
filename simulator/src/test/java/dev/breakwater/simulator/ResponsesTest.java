package dev.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** OpenAI's responses: items, events, kept conversations. */
final class ResponsesTest extends Rig {
  private static final String RESPONSES = "/openai/v1/responses";
  private static final String TOOLS =
      "'tools':[{'type':'function','name':'get_weather','strict':true,'parameters':{'type':'object','properties':{'city':{'type':'string'}},'required':['city'],'additionalProperties':false}},{'type':'function','name':'get_time'}]";

  private HttpResponse<String> post(String rest) throws Exception {
    String body = ("{'model':'gpt-4o-mini'," + rest + "}").replace('\'', '"');
    return send("POST", RESPONSES, Dialect.RESPONSES.key(), body);
  }

  private JsonNode ask(String rest) throws Exception {
    HttpResponse<String> response = post(rest);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json(response);
  }

  private List<JsonNode> events(String rest) throws Exception {
    return Dialect.events(post(rest + ",'stream':true").body());
  }

  private HttpResponse<String> by(String method, String path) throws Exception {
    return send(method, RESPONSES + "/" + path, Dialect.RESPONSES.key(), "");
  }

  private static List<String> types(List<JsonNode> events) {
    List<String> types = new ArrayList<>();
    for (JsonNode event : events) {
      String type = event.path("type").stringValue();
      if (types.isEmpty() || !types.getLast().equals(type)) {
        types.add(type);
      }
    }
    return types;
  }

  @Test
  void everyRequiredFieldIsThere() throws Exception {
    JsonNode response = ask("'input':'Hello','metadata':{'a':'b'},'instructions':'Be brief'");
    assertThat(response.propertyNames())
        .contains(
            "id",
            "object",
            "created_at",
            "status",
            "completed_at",
            "error",
            "incomplete_details",
            "instructions",
            "metadata",
            "model",
            "output",
            "parallel_tool_calls",
            "previous_response_id",
            "reasoning",
            "service_tier",
            "temperature",
            "text",
            "tool_choice",
            "tools",
            "top_p",
            "truncation",
            "usage");
    assertThat(response.at("/metadata/a").stringValue()).isEqualTo("b");
    assertThat(response.path("instructions").stringValue()).isEqualTo("Be brief");
    JsonNode part = response.at("/output/0/content/0");
    assertThat(part.propertyNames()).contains("type", "text", "annotations", "logprobs");
    JsonNode usage = response.path("usage");
    assertThat(usage.at("/input_tokens_details/cached_tokens").isNumber()).isTrue();
    assertThat(usage.at("/output_tokens_details/reasoning_tokens").intValue()).isZero();
    assertThat(usage.path("total_tokens").intValue())
        .isEqualTo(usage.path("input_tokens").intValue() + usage.path("output_tokens").intValue());
  }

  @Test
  void textIsStreamedInTypedAndNumberedEvents() throws Exception {
    List<JsonNode> events = events("'input':'Hello'");
    assertThat(types(events))
        .containsExactly(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.completed");
    for (int number = 0; number < events.size(); number++) {
      assertThat(events.get(number).path("sequence_number").intValue()).isEqualTo(number);
    }
    JsonNode finished = events.getLast().path("response");
    assertThat(finished.at("/output/0/content"))
        .isEqualTo(ask("'input':'Hello'").at("/output/0/content"));
    assertThat(events.getFirst().at("/response/status").stringValue()).isEqualTo("in_progress");
    assertThat(events.get(2).path("item").path("id"))
        .isEqualTo(finished.at("/output/0/id"))
        .isEqualTo(events.get(4).path("item_id"));
  }

  @Test
  void callsAreStreamedInFragmentsAndSayTheSameAsWhole() throws Exception {
    String asked = "'input':'Oslo','tool_choice':'required'," + TOOLS;
    JsonNode whole = ask(asked);
    assertThat(whole.path("output").findValuesAsString("name"))
        .containsExactly("get_weather", "get_time");
    List<JsonNode> events = events(asked);
    assertThat(types(events).subList(2, 6))
        .containsExactly(
            "response.output_item.added",
            "response.function_call_arguments.delta",
            "response.function_call_arguments.done",
            "response.output_item.done");
    for (int item = 0; item < 2; item++) {
      StringBuilder arguments = new StringBuilder();
      int fragments = 0;
      for (JsonNode event : events) {
        boolean own = event.path("output_index").asInt(-1) == item;
        if (own && event.path("type").stringValue().endsWith("arguments.delta")) {
          arguments.append(event.path("delta").stringValue());
          fragments++;
        }
      }
      assertThat(fragments).isGreaterThan(1);
      assertThat(arguments.toString())
          .isEqualTo(whole.at("/output/" + item + "/arguments").stringValue());
    }
    assertThat(
            ask("'input':'Oslo','tool_choice':'required','parallel_tool_calls':false," + TOOLS)
                .path("output")
                .size())
        .isEqualTo(1);
    assertThat(
            ask("'input':'Oslo','tool_choice':{'type':'function','name':'get_time'}," + TOOLS)
                .at("/output/0/name")
                .stringValue())
        .isEqualTo("get_time");
  }

  @Test
  void aSummaryOfTheThoughtsComesFirstWhenItIsAskedFor() throws Exception {
    String asked =
        "'input':'Oslo','reasoning':{'effort':'high','summary':'auto'},'include':['reasoning.encrypted_content']";
    JsonNode whole = ask(asked);
    JsonNode thought = whole.at("/output/0");
    assertThat(thought.path("type").stringValue()).isEqualTo("reasoning");
    assertThat(thought.path("encrypted_content").stringValue()).isNotEmpty();
    assertThat(whole.at("/usage/output_tokens_details/reasoning_tokens").intValue()).isPositive();
    List<JsonNode> events = events(asked);
    assertThat(types(events).subList(2, 8))
        .containsExactly(
            "response.output_item.added",
            "response.reasoning_summary_part.added",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.done",
            "response.reasoning_summary_part.done",
            "response.output_item.done");
    assertThat(events.getLast().at("/response/output/0/summary"))
        .isEqualTo(thought.path("summary"));
    assertThat(lastCall(Dialect.RESPONSES).path("thinking").stringValue())
        .isEqualTo(thought.at("/summary/0/text").stringValue());

    JsonNode silent = ask("'input':'Oslo','reasoning':{'effort':'low'}");
    assertThat(silent.at("/output/0/type").stringValue()).isEqualTo("reasoning");
    assertThat(silent.at("/output/0/summary").isEmpty()).isTrue();
    assertThat(silent.at("/output/0").has("encrypted_content")).isFalse();
    List<JsonNode> silentEvents = events("'input':'Oslo','reasoning':{'effort':'low'}");
    assertThat(silentEvents.get(3).at("/item/type").stringValue()).isEqualTo("reasoning");
    assertThat(silentEvents.get(3).path("type").stringValue())
        .isEqualTo("response.output_item.done");
  }

  @Test
  void thoughtsGoBackUnchangedOrNotAtAll() throws Exception {
    JsonNode call =
        ask(
            "'input':'Oslo','store':false,'tool_choice':'required','reasoning':{'effort':'low'},'include':['reasoning.encrypted_content'],"
                + TOOLS);
    String items = "'input':[{'role':'user','content':'Oslo'}";
    for (JsonNode item : call.path("output")) {
      items += "," + item;
    }
    for (int index = 1; index <= 2; index++) {
      String id = call.at("/output/" + index + "/call_id").stringValue();
      items += ",{'type':'function_call_output','call_id':'" + id + "','output':'{}'}";
    }
    items += "],'store':false," + TOOLS;
    String sealed = call.at("/output/0/encrypted_content").stringValue();
    String asked = items.replace("\\\"", "\\u0022");
    assertThat(ask(asked).at("/output/0/type").stringValue()).isEqualTo("message");
    String altered =
        sealed.substring(0, 40) + (sealed.charAt(40) == 'A' ? 'B' : 'A') + sealed.substring(41);
    refused(asked.replace(sealed, altered), 400, "could not be verified");
    refused(asked.replace(",\"encrypted_content\":\"" + sealed + "\"", ""), 404, "not found");
  }

  @Test
  void schemasAndJsonModeGiveJson() throws Exception {
    JsonNode schema =
        ask(
            "'input':'x','text':{'format':{'type':'json_schema','name':'a','strict':true,'schema':{'type':'object','properties':{'kind':{'enum':['fact']}},'required':['kind'],'additionalProperties':false}}}");
    assertThat(Dialect.MAPPER.readTree(Dialect.RESPONSES.textOf(schema, false)).path("kind"))
        .isEqualTo(Dialect.MAPPER.readTree("\"fact\""));
    JsonNode object = ask("'input':'json please','text':{'format':{'type':'json_object'}}");
    assertThat(Dialect.MAPPER.readTree(Dialect.RESPONSES.textOf(object, false)).isObject())
        .isTrue();
  }

  @Test
  void aLimitLeavesTheResponseIncomplete() throws Exception {
    JsonNode cut = ask("'input':'Hello','max_output_tokens':16");
    assertThat(cut.path("status").stringValue()).isEqualTo("incomplete");
    assertThat(cut.at("/incomplete_details/reason").stringValue()).isEqualTo("max_output_tokens");
    assertThat(cut.at("/output/0/status").stringValue()).isEqualTo("incomplete");
    assertThat(Dialect.RESPONSES.outputOf(cut)).isEqualTo(16);
    assertThat(
            events("'input':'Hello','max_output_tokens':16").getLast().path("type").stringValue())
        .isEqualTo("response.incomplete");
  }

  @Test
  void aConversationGoesOnFromAKeptResponse() throws Exception {
    JsonNode first = ask("'input':'Hello'");
    String id = first.path("id").stringValue();
    JsonNode second = ask("'input':'And then?','previous_response_id':'" + id + "'");
    assertThat(second.path("previous_response_id").stringValue()).isEqualTo(id);
    assertThat(Dialect.RESPONSES.inputOf(second))
        .isGreaterThan(Dialect.RESPONSES.inputOf(ask("'input':'And then?'")) + 20);
    assertThat(json(by("GET", id))).isEqualTo(first);
    JsonNode items = json(by("GET", second.path("id").stringValue() + "/input_items"));
    assertThat(items.at("/data/0/content/0/text").stringValue()).isEqualTo("And then?");
    assertThat(items.path("has_more").booleanValue()).isFalse();

    JsonNode deleted = json(by("DELETE", id));
    assertThat(deleted.path("deleted").booleanValue()).isTrue();
    assertThat(by("GET", id).statusCode()).isEqualTo(404);
    refused("'input':'x','previous_response_id':'" + id + "'", 400, "not found");
    String unkept = ask("'input':'Hello','store':false").path("id").stringValue();
    assertThat(by("GET", unkept).statusCode()).isEqualTo(404);
    assertThat(log(Dialect.RESPONSES).path("other").size()).isPositive();
  }

  @Test
  void inputItemsComeInPages() throws Exception {
    String id =
        ask("'input':[{'role':'user','content':'a'},{'role':'assistant','content':'b'},{'role':'user','content':'c'}]")
            .path("id")
            .stringValue();
    JsonNode page = json(by("GET", id + "/input_items?limit=2&order=asc"));
    assertThat(page.path("data").size()).isEqualTo(2);
    assertThat(page.path("has_more").booleanValue()).isTrue();
    JsonNode rest =
        json(by("GET", id + "/input_items?order=asc&after=" + page.path("last_id").stringValue()));
    assertThat(rest.at("/data/0/content/0/text").stringValue()).isEqualTo("c");
    assertThat(by("GET", id + "/input_items?limit=0").statusCode()).isEqualTo(400);
  }

  @Test
  void referencesStandForKeptItems() throws Exception {
    JsonNode call =
        ask("'input':'Oslo','tool_choice':{'type':'function','name':'get_time'}," + TOOLS);
    String reference = call.at("/output/0/id").stringValue();
    String callId = call.at("/output/0/call_id").stringValue();
    String asked =
        "'input':[{'role':'user','content':'Oslo'},{'type':'item_reference','id':'"
            + reference
            + "'},{'type':'function_call_output','call_id':'"
            + callId
            + "','output':'12:00'}],"
            + TOOLS;
    assertThat(ask(asked).at("/output/0/type").stringValue()).isEqualTo("message");
    refused(asked.replace(reference, "fc_none"), 404, "Item with id 'fc_none' not found.");
  }

  @Test
  void inputTokensAreCountedAsTheyAreBilled() throws Exception {
    String asked =
        "'input':[{'role':'user','content':[{'type':'input_text','text':'Hello'},{'type':'input_image','image_url':'https://example.org/a.png'}]}],'instructions':'x'";
    long billed = Dialect.RESPONSES.inputOf(ask(asked));
    String body = ("{'model':'gpt-4o-mini'," + asked + "}").replace('\'', '"');
    HttpResponse<String> counted =
        send("POST", RESPONSES + "/input_tokens", Dialect.RESPONSES.key(), body);
    assertThat(json(counted).path("input_tokens").longValue()).isEqualTo(billed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'messages':[]|Unknown parameter: 'messages'.",
        "'temperature':1|One of ~input~",
        "'input':7|one of a string or array of objects",
        "'input':[{'type':'video'}]|Supported values are: 'message', 'function_call'",
        "'input':[{'role':'boss','content':'x'}]|Invalid value: 'boss'",
        "'input':[{'role':'user'}]|input[0].content",
        "'input':[{'role':'user','content':[{'type':'output_text','text':'x'}]}]|'input_text', 'input_image', and 'input_file'",
        "'input':[{'role':'assistant','content':[{'type':'input_text','text':'x'}]}]|'output_text' and 'refusal'",
        "'input':[{'type':'function_call_output','call_id':'c','output':'1'}]|No tool call found for function call output with call_id c.",
        "'input':[{'type':'function_call','call_id':'c','name':'f','arguments':'{}'}]|No tool output found for function call c.",
        "'input':'x','max_output_tokens':5|Expected a value >= 16, but got 5",
        "'input':'x','temperature':3|Expected a value <= 2",
        "'input':'x','tools':[{'type':'function'}]|tools[0].name",
        "'input':'x','tool_choice':{'type':'function','name':'f'}|only allowed when 'tools' are specified",
        "'input':'x','include':['all']|Supported values are: 'file_search_call.results'",
        "'input':'x','reasoning':{'effort':'huge'}|Invalid value: 'huge'",
        "'input':'x','text':{'format':{'type':'json_object'}}|must contain the word 'json'",
        "'input':'x','text':{'format':{'type':'json_schema','name':'a'}}|text.format.schema",
        "'input':'x','background':true|'background' is not supported",
        "'input':'x','truncation':'some'|'auto' and 'disabled'",
      })
  void whatCannotBeUnderstoodIsRefused(String rest, String message) throws Exception {
    refused(rest, 400, message);
  }

  private void refused(String rest, int status, String message) throws Exception {
    HttpResponse<String> refused = post(rest);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
    assertThat(json(refused).at("/error/message").stringValue())
        .contains(message.replace('~', '"'));
    assertThat(json(refused).at("/error/type").stringValue()).isEqualTo("invalid_request_error");
  }

  @Test
  void refusalsAndBlocksFollowThePhrase() throws Exception {
    JsonNode refusal = ask("'input':'SIMULATE_REFUSAL'");
    assertThat(refusal.at("/output/0/content/0/refusal").stringValue()).isNotEmpty();
    assertThat(types(events("'input':'SIMULATE_REFUSAL'")))
        .contains("response.refusal.delta", "response.refusal.done");
    HttpResponse<String> blocked = post("'input':'SIMULATE_BLOCK'");
    assertThat(blocked.statusCode()).isEqualTo(400);
    assertThat(json(blocked).at("/error/code").stringValue()).isEqualTo("invalid_prompt");
  }
}
