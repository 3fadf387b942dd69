package dev.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** OpenAI's embeddings and completions of the old kind. */
final class OpenAiOthersTest extends Rig {
  private static final String EMBEDDINGS = "/openai/v1/embeddings";
  private static final String COMPLETIONS = "/openai/v1/completions";

  private HttpResponse<String> post(String path, String rest) throws Exception {
    String body = ("{'model':'m'," + rest + "}").replace('\'', '"');
    return send("POST", path, Dialect.OPENAI.key(), body);
  }

  private static double likeness(JsonNode first, JsonNode second) {
    double sum = 0;
    for (int index = 0; index < first.size(); index++) {
      sum += first.get(index).doubleValue() * second.get(index).doubleValue();
    }
    return sum;
  }

  @Test
  void embeddingsOfLikeTextsAreNearEachOther() throws Exception {
    JsonNode answer =
        json(
            post(
                EMBEDDINGS,
                "'input':['the harbor wall','the harbor gate','a cat sleeps'],'encoding_format':'float'"));
    assertThat(answer.path("object").stringValue()).isEqualTo("list");
    JsonNode data = answer.path("data");
    assertThat(data.get(2).path("index").intValue()).isEqualTo(2);
    JsonNode wall = data.get(0).path("embedding");
    assertThat(wall.size()).isEqualTo(1536);
    assertThat(likeness(wall, wall)).isBetween(0.999, 1.001);
    assertThat(likeness(wall, data.get(1).path("embedding")))
        .isGreaterThan(likeness(wall, data.get(2).path("embedding")) + 0.3);
    assertThat(answer.at("/usage/total_tokens").longValue())
        .isEqualTo(answer.at("/usage/prompt_tokens").longValue())
        .isEqualTo(lastCall(Dialect.OPENAI).path("inputTokens").longValue())
        .isPositive();
  }

  @Test
  void packedEmbeddingsAreTheSame() throws Exception {
    JsonNode plain = json(post(EMBEDDINGS, "'input':'x','dimensions':8"));
    JsonNode packed =
        json(post(EMBEDDINGS, "'input':['x'],'dimensions':8,'encoding_format':'base64'"));
    byte[] bytes = Base64.getDecoder().decode(packed.at("/data/0/embedding").stringValue());
    ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes).hasSize(32);
    plain
        .at("/data/0/embedding")
        .forEach(number -> assertThat(numbers.getFloat()).isEqualTo(number.floatValue()));
    assertThat(json(post(EMBEDDINGS, "'input':[[1,2],[3]]")).path("data").size()).isEqualTo(2);
    assertThat(json(post(EMBEDDINGS, "'input':[1,2]")).path("data").size()).isEqualTo(1);
  }

  @Test
  void scriptsHoldForEmbeddingsToo() throws Exception {
    script(Dialect.OPENAI, "[{\"times\":1,\"status\":503},{\"usage\":{\"inputTokens\":77}}]");
    assertThat(post(EMBEDDINGS, "'input':'x'").statusCode()).isEqualTo(503);
    assertThat(json(post(EMBEDDINGS, "'input':'x'")).at("/usage/prompt_tokens").intValue())
        .isEqualTo(77);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'user':'u'|Missing required parameter: 'input'.",
        "'input':''|'$.input' is invalid",
        "'input':[]|empty array",
        "'input':['a','']|'$.input' is invalid",
        "'input':'x','dimensions':0|Expected a value >= 1",
        "'input':'x','dimensions':4000|Expected a value <= 1536",
        "'input':'x','encoding_format':'int8'|Supported values are: 'float' and 'base64'.",
        "'input':'x','stream':true|Unrecognized request argument supplied: stream",
      })
  void embeddingsRefuseWhatTheyCannotUnderstand(String rest, String message) throws Exception {
    HttpResponse<String> refused = post(EMBEDDINGS, rest);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).at("/error/message").stringValue()).contains(message);
  }

  @Test
  void textsBeyondTheContextAreRefused() throws Exception {
    HttpResponse<String> refused = post(EMBEDDINGS, "'input':'" + "word ".repeat(8200) + "'");
    assertThat(json(refused).at("/error/message").stringValue())
        .contains("maximum context length is 8192 tokens");
  }

  @Test
  void completionsEndAfterSixteenTokensUnlessMoreAreAskedFor() throws Exception {
    JsonNode brief = json(post(COMPLETIONS, "'prompt':'Once'"));
    assertThat(brief.path("object").stringValue()).isEqualTo("text_completion");
    assertThat(brief.at("/usage/completion_tokens").intValue()).isEqualTo(16);
    assertThat(brief.at("/choices/0/finish_reason").stringValue()).isEqualTo("length");
    JsonNode full = json(post(COMPLETIONS, "'prompt':'Once','max_tokens':100"));
    assertThat(full.at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
    assertThat(full.at("/choices/0/text").stringValue())
        .startsWith(brief.at("/choices/0/text").stringValue());
  }

  @Test
  void completionsAreTheSameStreamed() throws Exception {
    String asked = "'prompt':['Once','Twice'],'n':2,'echo':true,'logprobs':2,'max_tokens':30";
    JsonNode whole = json(post(COMPLETIONS, asked));
    assertThat(whole.path("choices").size()).isEqualTo(4);
    assertThat(whole.at("/choices/2/text").stringValue()).startsWith("Twice");
    assertThat(whole.at("/choices/0/logprobs/tokens").size())
        .isEqualTo(whole.at("/choices/0/logprobs/token_logprobs").size());
    List<JsonNode> events =
        Dialect.events(
            post(COMPLETIONS, asked + ",'stream':true,'stream_options':{'include_usage':true}")
                .body());
    StringBuilder text = new StringBuilder();
    for (JsonNode event : events) {
      if (event.at("/choices/0/index").asInt(-1) == 2) {
        text.append(event.at("/choices/0/text").stringValue());
      }
    }
    assertThat(text.toString()).isEqualTo(whole.at("/choices/2/text").stringValue());
    assertThat(events.getLast().path("usage")).isEqualTo(whole.path("usage"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'prompt':7|one of a string or array",
        "'prompt':'x','logprobs':9|Expected a value <= 5",
        "'prompt':'x','n':3,'best_of':2|best_of must be greater than n",
        "'prompt':'x','messages':[]|Unrecognized request argument supplied: messages",
      })
  void completionsRefuseWhatTheyCannotUnderstand(String rest, String message) throws Exception {
    HttpResponse<String> refused = post(COMPLETIONS, rest);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).at("/error/message").stringValue()).contains(message);
  }

  @Test
  void aRefusalIsNoContent() throws Exception {
    String body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"SIMULATE_REFUSAL\"}]S}";
    String path = Dialect.OPENAI.path(false);
    JsonNode whole = json(send("POST", path, Dialect.OPENAI.key(), body.replace("S}", "}")));
    assertThat(whole.at("/choices/0/message/content").isNull()).isTrue();
    StringBuilder streamed = new StringBuilder();
    Dialect.events(
            send("POST", path, Dialect.OPENAI.key(), body.replace("S}", ",\"stream\":true}"))
                .body())
        .forEach(event -> streamed.append(event.at("/choices/0/delta/refusal").asString("")));
    assertThat(streamed.toString())
        .isNotEmpty()
        .isEqualTo(whole.at("/choices/0/message/refusal").stringValue());
  }
}
