package dev.breakwater.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EmbeddingsTest {
  private static final String ANSWER =
      "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5]}],"
          + "\"model\":\"e\",\"usage\":{\"prompt_tokens\":7,\"total_tokens\":7}}";
  private static final String VECTORS =
      "{\"embeddings\":[{\"values\":[0.5,-0.25]},{\"values\":[1,1.0E-5]}]}";

  @Test
  void betweenLikeProtocolsOnlyTheModelChanges() throws Exception {
    String body = "{ \"input\":[[1,2],[3]],\"model\":\"x\",\"encoding_format\":\"base64\",\"y\":1}";
    Ask ask = ask(body);
    Bridge bridge = Golden.BRIDGES.between(ask, Protocol.OPENAI);
    assertThat(ask.isConversation()).isFalse();
    assertThat(ask.model()).isEqualTo("x");
    assertThat(bridge.path(ask, "e")).isEqualTo("/embeddings");
    assertThat(text(bridge.request(ask, "e").body())).isEqualTo(body.replace("\"x\"", "\"e\""));
    WholeAnswer answer = bridge.whole(ask, bytes(ANSWER));
    assertThat(text(answer.body())).isEqualTo(ANSWER);
    assertThat(answer.tokens()).isEqualTo(Tokens.reported(7, 0));
    String error = "{\"error\":{\"message\":\"No\",\"code\":\"x\"}}";
    assertThat(text(bridge.errorBody(400, bytes(error)))).isEqualTo(error);
    assertThat(text(bridge.errorBody(502, bytes("<html>")))).startsWith("{\"error\":{\"message\":");
  }

  @Test
  void geminiMakesSeveralAtOnce() throws Exception {
    Ask ask = ask("{\"model\":\"x\",\"input\":[\"A\",\"B\"],\"dimensions\":2,\"user\":\"u\"}");
    Bridge bridge = Golden.BRIDGES.between(ask, Protocol.GEMINI);
    assertThat(bridge.path(ask, "models/gemini-embedding-001"))
        .isEqualTo("/v1beta/models/gemini-embedding-001:batchEmbedContents");
    Outgoing sent = bridge.request(ask, "models/gemini-embedding-001");
    String one =
        "{\"model\":\"models/gemini-embedding-001\",\"content\":{\"parts\":[{\"text\":\"%s\"}]},"
            + "\"outputDimensionality\":2}";
    assertThat(text(sent.body()))
        .isEqualTo("{\"requests\":[" + one.formatted("A") + "," + one.formatted("B") + "]}");
    assertThat(sent.dropped()).containsExactly("user");
    WholeAnswer answer = bridge.whole(ask, bytes(VECTORS));
    assertThat(answer.tokens()).isNull();
    assertThat(text(answer.body()))
        .isEqualTo(
            "{\"object\":\"list\",\"data\":["
                + "{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5,-0.25]},"
                + "{\"object\":\"embedding\",\"index\":1,\"embedding\":[1,1.0E-5]}],"
                + "\"model\":\"x\",\"usage\":{\"prompt_tokens\":0,\"total_tokens\":0}}");
    Problem problem =
        bridge.problem(
            429, bytes("{\"error\":{\"status\":\"RESOURCE_EXHAUSTED\",\"message\":\"m\"}}"));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.RATE_LIMITED);
  }

  @Test
  void vectorsInBase64AreLittleEndianFloats() throws Exception {
    Ask ask = ask("{\"input\":[\"A\",\"B\"],\"encoding_format\":\"base64\"}");
    WholeAnswer answer = Golden.BRIDGES.between(ask, Protocol.GEMINI).whole(ask, bytes(VECTORS));
    JsonNode first = JsonMapper.shared().readTree(answer.body()).at("/data/0/embedding");
    ByteBuffer floats =
        ByteBuffer.wrap(Base64.getDecoder().decode(first.stringValue()))
            .order(ByteOrder.LITTLE_ENDIAN);
    assertThat(floats.remaining()).isEqualTo(8);
    assertThat(floats.getFloat()).isEqualTo(0.5f);
    assertThat(floats.getFloat()).isEqualTo(-0.25f);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"error\":{\"message\":\"No\"}}",
        "{\"data\":{}}",
        "{\"embeddings\":[{\"values\":[1]}]}",
        "{\"embeddings\":[{\"values\":[\"1\"]},{\"values\":[]}]}",
        "{\"embeddings\":[{\"values\":[1e99]},{\"values\":[1]}]}",
        "[",
      })
  void whatHoldsNoVectorsIsABrokenAnswer(String body) throws MalformedBody {
    Ask ask = ask("{\"input\":[\"A\",\"B\"]}");
    for (Protocol provider : new Protocol[] {Protocol.OPENAI, Protocol.GEMINI}) {
      assertThat(
              catchThrowable(() -> Golden.BRIDGES.between(ask, provider).whole(ask, bytes(body))))
          .as(provider.name())
          .isInstanceOf(MalformedBody.class);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.breakwater.wire.bridge.Golden#providers")
  void whoMakesNoVectorsSaysSo(Protocol provider) throws Exception {
    Ask tokens = ask("{\"input\":[1,2]}");
    Bridge bridge = Golden.BRIDGES.between(tokens, provider);
    if (provider == Protocol.OPENAI) {
      assertThat(text(bridge.request(tokens, "e").body())).contains("[1,2]");
      return;
    }
    Inexpressible inexpressible =
        catchThrowableOfType(Inexpressible.class, () -> bridge.request(tokens, "e"));
    assertThat(inexpressible.field()).isEqualTo("input");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "input|{}",
        "input|{\"input\":5}",
        "model|{\"input\":\"a\",\"model\":1}",
      })
  void whatIsNoRequestIsRefusedAtOnce(String field, String body) {
    assertThat(catchThrowableOfType(MalformedBody.class, () -> ask(body)).field()).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "input|{\"input\":[]}",
        "input|{\"input\":[\"a\",1]}",
        "input|{\"input\":[[]]}",
        "input|{\"input\":[-1]}",
        "dimensions|{\"input\":\"a\",\"dimensions\":0}",
        "encoding_format|{\"input\":\"a\",\"encoding_format\":\"int8\"}",
      })
  void whatCannotBeTranslatedNamesItsField(String field, String body) throws MalformedBody {
    Ask ask = ask(body);
    Bridge bridge = Golden.BRIDGES.between(ask, Protocol.GEMINI);
    assertThat(catchThrowableOfType(MalformedBody.class, () -> bridge.request(ask, "e")).field())
        .isEqualTo(field);
  }

  private static Ask ask(String body) throws MalformedBody {
    return Asks.openAiEmbeddings(bytes(body));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
