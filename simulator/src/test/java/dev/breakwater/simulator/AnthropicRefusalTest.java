package dev.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Anthropic refuses beyond the plain fields of a request. */
final class AnthropicRefusalTest extends Rig {
  private static final String MESSAGES = "/anthropic/v1/messages";
  private static final String TOOL = "'tools':[{'name':'f','input_schema':{'type':'object'}}]";

  private HttpResponse<String> post(String rest) throws Exception {
    return post("2023-06-01", rest);
  }

  private HttpResponse<String> post(String version, String rest) throws Exception {
    String body =
        "{'model':'m','max_tokens':2000,"
            + (rest.contains("'messages'") ? "" : "'messages':[{'role':'user','content':'x'}],")
            + rest.replace("TOOL", TOOL)
            + "}";
    return send(
        "POST", MESSAGES, "x-api-key: k\nanthropic-version: " + version, body.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'messages':[{'role':'assistant','content':'x'}]|first message must use the",
        "'messages':[{'role':'user','content':'x','name':'n'}]|messages.0.name: Extra inputs are not permitted",
        "'messages':[{'role':'user','content':[{'type':'text','text':'x','id':1}]}]|messages.0.content.0.text.id: Extra inputs",
        "'messages':[{'role':'user','content':[{'type':'image_url'}]}]|Input tag 'image_url' found using 'type'",
        "'messages':[{'role':'user','content':[{'type':'image','source':{'type':'base64','media_type':'image/bmp','data':'AA=='}}]}]|Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'",
        "'messages':[{'role':'user','content':[{'type':'image','source':{'type':'base64','media_type':'image/png','data':'%'}}]}]|invalid base64 data",
        "'messages':[{'role':'user','content':'x'},{'role':'assistant','content':'y '}]|cannot end with trailing whitespace",
        "'messages':[{'role':'user','content':'x'},{'role':'assistant','content':[{'type':'tool_use','id':'a b','name':'f','input':{}}]}]|String should match pattern",
        "'messages':[{'role':'user','content':'x'},{'role':'assistant','content':[{'type':'tool_use','id':'a','name':'f','input':'{}'}]}]|input: Input should be a valid dictionary",
        "'messages':[{'role':'user','content':'x'},{'role':'assistant','content':[{'type':'tool_use','id':'a','name':'f','input':{}}]}]|without `tool_result` blocks",
        "'messages':[{'role':'user','content':[{'type':'tool_result','tool_use_id':'a','content':'1'}]}]|unexpected `tool_use_id`",
        "'tools':[{'type':'function','function':{'name':'f'}}]|Input tag 'function' found using 'type'",
        "'tools':[{'name':'f'}]|tools.0.custom.input_schema: Field required",
        "'tools':[{'name':'f g','input_schema':{'type':'object'}}]|tools.0.custom.name: String should match pattern",
        "'tools':[{'name':'f','input_schema':{'type':'string'}}]|tools.0.custom.input_schema.type: Input should be 'object'",
        "'tools':[{'name':'f','input_schema':{'type':'object'}},{'name':'f','input_schema':{'type':'object'}}]|Tool names must be unique",
        "'tool_choice':{'type':'auto'}|tool_choice may only be specified while providing tools",
        "TOOL,'tool_choice':'auto'|tool_choice: Input should be a valid dictionary",
        "TOOL,'tool_choice':{'type':'required'}|Input tag 'required'",
        "TOOL,'tool_choice':{'type':'tool','name':'g'}|Tool 'g' not found in provided tools",
        "'thinking':{'type':'enabled'}|thinking.enabled.budget_tokens: Field required",
        "'thinking':{'type':'enabled','budget_tokens':1000}|greater than or equal to 1024",
        "'thinking':{'type':'enabled','budget_tokens':2000}|`max_tokens` must be greater than `thinking.budget_tokens`",
        "'thinking':{'type':'enabled','budget_tokens':1024},'temperature':0.5|`temperature` may only be set to 1",
        "'thinking':{'type':'enabled','budget_tokens':1024},'top_k':5|`top_k` must be unset",
        "'thinking':{'type':'enabled','budget_tokens':1024},'top_p':0.5|`top_p` must be greater than or equal to 0.95",
        "'thinking':{'type':'enabled','budget_tokens':1024},TOOL,'tool_choice':{'type':'any'}|Thinking may not be enabled when tool_choice forces tool use",
        "'thinking':{'type':'on'}|Input tag 'on'",
        "'output_config':{'effort':'huge'}|output_config.effort: Input should be",
        "'output_config':{'format':{'type':'json'}}|output_config.format.type: Input should be 'json_schema'",
        "'output_config':{'format':{'type':'json_schema','schema':{'type':'object'}}}|'additionalProperties' must be explicitly set to false",
        "'output_config':{'format':{'type':'json_schema','schema':{'type':'array','items':{'type':'integer','minimum':1}}}}|property 'minimum' is not supported",
        "'metadata':{'user':'x'}|metadata.user: Extra inputs",
        "'service_tier':'flex'|service_tier: Input should be 'auto' or 'standard_only'",
        "'system':[{'type':'text','text':'a','cache_control':{'type':'forever'}}]|cache_control.type: Input should be 'ephemeral'",
        "'response_format':{}|response_format: Extra inputs",
      })
  void whatTheVendorRefusesIsRefusedInItsWords(String rest, String message) throws Exception {
    HttpResponse<String> refused = post(rest);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).at("/error/message").stringValue()).contains(message);
    assertThat(json(refused).at("/error/type").stringValue()).isEqualTo("invalid_request_error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'messages':[{'role':'user','content':'a'},{'role':'user','content':'b'}]",
        "'messages':[{'role':'user','content':'a'},{'role':'assistant','content':'go on:'}]",
        "'tools':[{'type':'web_search_20250305','name':'web_search'}]",
        "'messages':[{'role':'user','content':[{'type':'image','source':{'type':'url','url':'https://example.org/a.png'}}]}]",
        "'thinking':{'type':'disabled'},'temperature':0,'top_k':5",
        "'metadata':{'user_id':'u'},'service_tier':'auto','cache_control':{'type':'ephemeral'}",
        "'output_config':{'effort':'low'},'thinking':{'type':'adaptive'}",
      })
  void whatTheVendorTakesIsTaken(String rest) throws Exception {
    assertThat(post(rest).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'temperature':1|temperature: Extra inputs are not permitted",
        "'top_k':5|top_k: Extra inputs are not permitted",
        "'messages':[{'role':'user','content':[{'type':'text','text':'a','citations':[{'type':'char_location'}]}]}]|messages.0.content.0.text.citations: Extra inputs",
        "'messages':[{'role':'user','content':'a'},{'role':'assistant','content':[{'type':'document','source':{'type':'text','media_type':'text/plain','data':'b'}}]}]|messages.1.content.0: `document` blocks",
      })
  void theNewerVersionIsStricter(String rest, String message) throws Exception {
    assertThat(post(rest).statusCode()).isEqualTo(200);
    HttpResponse<String> refused = post("2026-10-21", rest);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).at("/error/message").stringValue()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'messages':[{'role':'user','content':'a'},{'role':'system','content':'b'}]|200",
        "'messages':[{'role':'user','content':'a'},{'role':'system','content':'b'},{'role':'assistant','content':'c'},{'role':'user','content':'d'}]|200",
        "'messages':[{'role':'system','content':'b'},{'role':'user','content':'a'}]|400",
        "'messages':[{'role':'user','content':'a'},{'role':'assistant','content':'c'},{'role':'system','content':'b'}]|400",
      })
  void newModelsTakeSystemMessagesAfterTheUsers(String messages, int status) throws Exception {
    String body =
        ("{'model':'claude-opus-4-8','max_tokens':9," + messages + "}").replace('\'', '"');
    assertThat(send("POST", MESSAGES, Dialect.ANTHROPIC.key(), body).statusCode())
        .isEqualTo(status);
    assertThat(
            send("POST", MESSAGES, Dialect.ANTHROPIC.key(), body.replace("opus-4-8", "opus-4-1"))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void versionsThatNeverWereAreRefused() throws Exception {
    assertThat(post("2020-01-01", "'top_k':5").body())
        .contains("\\\"2020-01-01\\\" is not a valid version");
  }
}
