package dev.breakwater.wire.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelShapeTest {
  private static final ModelEntry KNOWN =
      new ModelEntry("a/b", "up", 1_700_000_000L, "A \"b\"", 1000L, 50L, false);
  private static final ModelEntry BARE =
      new ModelEntry("c", "breakwater", 0, null, null, null, false);

  @Test
  void openAisClientsGetTheirList() {
    assertThat(text(ModelShape.OPENAI.list(List.of(KNOWN, BARE), null)))
        .isEqualTo(
            "{\"object\":\"list\",\"data\":[{\"id\":\"a/b\",\"object\":\"model\","
                + "\"created\":1700000000,\"owned_by\":\"up\"},{\"id\":\"c\",\"object\":\"model\","
                + "\"created\":0,\"owned_by\":\"breakwater\"}]}");
    assertThat(text(ModelShape.OPENAI.one(BARE)))
        .isEqualTo("{\"id\":\"c\",\"object\":\"model\",\"created\":0,\"owned_by\":\"breakwater\"}");
  }

  @Test
  void anthropicsClientsGetTheirPages() {
    assertThat(text(ModelShape.ANTHROPIC.list(List.of(KNOWN, BARE), "c")))
        .contains(
            "{\"type\":\"model\",\"id\":\"a/b\",\"display_name\":\"A \\\"b\\\"\","
                + "\"created_at\":\"2023-11-14T22:13:20Z\",\"max_input_tokens\":1000,"
                + "\"max_tokens\":50,",
            "\"id\":\"c\",\"display_name\":\"c\",\"created_at\":\"1970-01-01T00:00:00Z\","
                + "\"max_input_tokens\":null,")
        .endsWith("\"has_more\":true,\"first_id\":\"a/b\",\"last_id\":\"c\"}");
    assertThat(text(ModelShape.ANTHROPIC.list(List.of(), null)))
        .isEqualTo("{\"data\":[],\"has_more\":false,\"first_id\":null,\"last_id\":null}");
    assertThat(text(ModelShape.ANTHROPIC.one(KNOWN))).startsWith("{\"type\":\"model\",");
  }

  @Test
  void geminisClientsGetTheirPages() {
    assertThat(text(ModelShape.GEMINI.list(List.of(KNOWN), "next")))
        .startsWith("{\"models\":[{\"name\":\"models/a/b\",")
        .contains(
            "\"inputTokenLimit\":1000,\"outputTokenLimit\":50,"
                + "\"supportedGenerationMethods\":[\"generateContent\",\"countTokens\"]")
        .endsWith("\"nextPageToken\":\"next\"}");
    assertThat(text(ModelShape.GEMINI.list(List.of(), null))).isEqualTo("{\"models\":[]}");
    assertThat(text(ModelShape.GEMINI.one(BARE)))
        .contains("\"displayName\":\"c\"")
        .doesNotContain("TokenLimit");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void geminiTellsWhatMakesVectorsOnly() {
    ModelEntry vectors = new ModelEntry("v", "up", 0, null, null, null, true);
    assertThat(text(ModelShape.GEMINI.one(vectors)))
        .contains("\"supportedGenerationMethods\":[\"embedContent\",\"batchEmbedContents\"]");
  }
}
