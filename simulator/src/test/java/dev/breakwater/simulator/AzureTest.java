package dev.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What Azure has of its own: paths, versions, filters, errors. */
final class AzureTest extends Rig {
  private static final String DEPLOYMENT = "/azure/openai/deployments/my-gpt";
  private static final String VERSION = "?api-version=2024-10-21";
  private static final String KEY = "api-key: azure-test";
  private static final String BODY = "{'messages':[{'role':'user','content':'Hello'}]}";

  private HttpResponse<String> post(String path, String headers, String body) throws Exception {
    return send("POST", path, headers, body.replace('\'', '"'));
  }

  @Test
  void aDeploymentStandsForTheModel() throws Exception {
    JsonNode answer = json(post(DEPLOYMENT + "/chat/completions" + VERSION, KEY, BODY));
    assertThat(answer.path("model").stringValue()).isEqualTo("my-gpt");
    assertThat(lastCall(Dialect.AZURE).path("model").stringValue()).isEqualTo("my-gpt");
    JsonNode embeddings =
        json(post(DEPLOYMENT + "/embeddings" + VERSION, KEY, "{'input':'Hello'}"));
    assertThat(embeddings.at("/data/0/embedding").size()).isEqualTo(1536);
    assertThat(log(Dialect.AZURE).path("count").intValue()).isEqualTo(2);
    assertThat(log(Dialect.OPENAI).path("count").intValue()).isZero();
  }

  @Test
  void filtersReportOnPromptAndAnswer() throws Exception {
    JsonNode whole = json(ask(Dialect.AZURE, false));
    assertThat(
            whole
                .at("/prompt_filter_results/0/content_filter_results/jailbreak/detected")
                .booleanValue())
        .isFalse();
    assertThat(whole.at("/choices/0/content_filter_results/violence/severity").stringValue())
        .isEqualTo("safe");
    List<JsonNode> events = Dialect.events(ask(Dialect.AZURE, true).body());
    assertThat(events.getFirst().path("choices").isEmpty()).isTrue();
    assertThat(events.getFirst().path("prompt_filter_results").size()).isEqualTo(1);
    assertThat(events.get(2).at("/choices/0/content_filter_results/hate/filtered").isBoolean())
        .isTrue();
  }

  @Test
  void aBlockedPromptIsTheContentFiltersRefusal() throws Exception {
    HttpResponse<String> blocked =
        post(
            DEPLOYMENT + "/chat/completions" + VERSION,
            KEY,
            BODY.replace("Hello", "SIMULATE_BLOCK"));
    assertThat(blocked.statusCode()).isEqualTo(400);
    JsonNode error = json(blocked).path("error");
    assertThat(error.path("code").stringValue()).isEqualTo("content_filter");
    assertThat(error.at("/innererror/code").stringValue())
        .isEqualTo("ResponsibleAIPolicyViolation");
    assertThat(error.at("/innererror/content_filter_result/violence/filtered").booleanValue())
        .isTrue();
    JsonNode filtered =
        json(
            post(
                DEPLOYMENT + "/chat/completions" + VERSION,
                KEY,
                BODY.replace("Hello", "SIMULATE_REFUSAL")));
    assertThat(filtered.at("/choices/0/finish_reason").stringValue()).isEqualTo("content_filter");
  }

  @Test
  void theVersionIsDemandedOfDeployments() throws Exception {
    HttpResponse<String> missing = post(DEPLOYMENT + "/chat/completions", KEY, BODY);
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(json(missing).at("/error/message").stringValue()).isEqualTo("Resource not found");
    HttpResponse<String> odd = post(DEPLOYMENT + "/chat/completions?api-version=latest", KEY, BODY);
    assertThat(odd.statusCode()).isEqualTo(400);
    assertThat(json(odd).at("/error/code").stringValue()).isEqualTo("BadRequest");
  }

  @Test
  void theVersionlessApiIsOpenAis() throws Exception {
    String body = BODY.replace("{'messages'", "{'model':'my-gpt','messages'");
    JsonNode chat = json(post("/azure/openai/v1/chat/completions", KEY, body));
    assertThat(chat.path("model").stringValue()).isEqualTo("my-gpt");
    JsonNode response =
        json(
            post(
                "/azure/openai/v1/responses",
                "Authorization: Bearer azure-test",
                "{'model':'my-gpt','input':'Hello'}"));
    assertThat(response.path("status").stringValue()).isEqualTo("completed");
    assertThat(json(send("GET", "/azure/openai/v1/models", KEY, "")).path("data").isEmpty())
        .isFalse();
    HttpResponse<String> dated =
        post("/azure/openai/responses" + VERSION, KEY, "{'model':'my-gpt','input':'Hello'}");
    assertThat(dated.statusCode()).isEqualTo(200);
  }

  @Test
  void badKeysAndParametersAreRefusedInAzuresWords() throws Exception {
    String path = DEPLOYMENT + "/chat/completions" + VERSION;
    HttpResponse<String> none = post(path, "", BODY);
    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(json(none).at("/error/code").stringValue()).isEqualTo("401");
    assertThat(post(path, "api-key: wrong-key-1", BODY).body())
        .contains("invalid subscription key");
    HttpResponse<String> bad = post(path, KEY, "{'messages':[],'temperature':9}");
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(json(bad).at("/error/param").stringValue()).isEqualTo("messages");
    assertThat(post(DEPLOYMENT + "/responses" + VERSION, KEY, BODY).statusCode()).isEqualTo(404);
    assertThat(send("GET", path, KEY, "").statusCode()).isEqualTo(404);
  }
}
