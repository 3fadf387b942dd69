package dev.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Vendors that go on with an answer that was begun give the rest of what they would have said. */
final class PrefillTest extends Rig {
  private static final String CLAUDE = "anthropic.claude-3-haiku%3A1";

  private final AwsClient aws = new AwsClient(this, "simulated-secret", null, Instant.now());

  private HttpResponse<String> anthropic(String model, String begun, String rest) throws Exception {
    ObjectNode body = Dialect.MAPPER.createObjectNode().put("model", model).put("max_tokens", 2000);
    ArrayNode messages = body.putArray("messages");
    messages.addObject().put("role", "user").put("content", PROMPT);
    if (!begun.isEmpty()) {
      messages.addObject().put("role", "assistant").put("content", begun);
    }
    String text = body.toString();
    return send(
        "POST",
        "/anthropic/v1/messages",
        "x-api-key: k\nanthropic-version: 2023-06-01",
        text.substring(0, text.length() - 1) + rest.replace('\'', '"') + "}");
  }

  private HttpResponse<String> gemini(String begun) throws Exception {
    ObjectNode body = Dialect.MAPPER.createObjectNode();
    ArrayNode contents = body.putArray("contents");
    contents.addObject().put("role", "user").putArray("parts").addObject().put("text", PROMPT);
    if (!begun.isEmpty()) {
      contents.addObject().put("role", "model").putArray("parts").addObject().put("text", begun);
    }
    return send(
        "POST",
        "/gemini/v1beta/models/gemini-2.5-flash:generateContent",
        "x-goog-api-key: k",
        body.toString());
  }

  private String bedrock(String model, String begun) throws Exception {
    ObjectNode body = Dialect.MAPPER.createObjectNode();
    ArrayNode messages = body.putArray("messages");
    messages.addObject().put("role", "user").putArray("content").addObject().put("text", PROMPT);
    if (!begun.isEmpty()) {
      messages
          .addObject()
          .put("role", "assistant")
          .putArray("content")
          .addObject()
          .put("text", begun);
    }
    return new String(
        aws.post("/bedrock/model/" + model + "/converse", body.toString()).body(),
        java.nio.charset.StandardCharsets.UTF_8);
  }

  private static String text(HttpResponse<String> answer, String pointer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer).at(pointer).asString("");
  }

  @Test
  void anthropicGivesTheRestOfWhatItWouldHaveSaid() throws Exception {
    String whole = text(anthropic("claude-3-haiku", "", ""), "/content/0/text");
    for (int end = 1; end < whole.length(); end += 7) {
      String begun = whole.substring(0, end).stripTrailing();
      HttpResponse<String> answer = anthropic("claude-3-haiku", begun, "");
      assertThat(begun + text(answer, "/content/0/text")).isEqualTo(whole);
    }
  }

  @Test
  void whatAnthropicWouldNotHaveSaidIsFollowedByWhatItSays() throws Exception {
    String whole = text(anthropic("claude-3-haiku", "", ""), "/content/0/text");
    assertThat(text(anthropic("claude-3-haiku", "Well then:", ""), "/content/0/text"))
        .isEqualTo(whole);
  }

  @Test
  void theLimitIsForTheRest() throws Exception {
    String whole = text(anthropic("claude-3-haiku", "", ""), "/content/0/text");
    String begun = whole.substring(0, whole.indexOf(' '));
    JsonNode answer = json(limited(begun));
    assertThat(answer.at("/usage/output_tokens").asInt()).isEqualTo(3);
    assertThat(answer.at("/stop_reason").stringValue()).isEqualTo("max_tokens");
    assertThat(whole).startsWith(begun + answer.at("/content/0/text").stringValue());
  }

  private HttpResponse<String> limited(String begun) throws Exception {
    ObjectNode body = Dialect.MAPPER.createObjectNode();
    body.put("model", "claude-3-haiku").put("max_tokens", 3);
    ArrayNode messages = body.putArray("messages");
    messages.addObject().put("role", "user").put("content", PROMPT);
    messages.addObject().put("role", "assistant").put("content", begun);
    return send(
        "POST",
        "/anthropic/v1/messages",
        "x-api-key: k\nanthropic-version: 2023-06-01",
        body.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "claude-opus-4-6",
        "claude-sonnet-4-6-20260101",
        "claude-opus-5",
        "claude-opus-4.7"
      })
  void newerModelsRefuseIt(String model) throws Exception {
    HttpResponse<String> refused = anthropic(model, "The", "");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("does not support assistant message prefill");
    assertThat(anthropic(model, "", "").statusCode()).isEqualTo(200);
    assertThat(bedrock("us.anthropic." + model + "-v1%3A0", "The"))
        .contains("does not support assistant message prefill");
  }

  @Test
  void whoThinksRefusesIt() throws Exception {
    HttpResponse<String> refused =
        anthropic(
            "claude-sonnet-4-5", "The", ",'thinking':{'type':'enabled','budget_tokens':1024}");
    assertThat(refused.statusCode()).isEqualTo(400);
  }

  @Test
  void geminiGivesTheRestOfWhatItWouldHaveSaid() throws Exception {
    String at = "/candidates/0/content/parts/0/text";
    String whole = text(gemini(""), at);
    for (int end = 1; end < whole.length(); end += 7) {
      assertThat(whole.substring(0, end) + text(gemini(whole.substring(0, end)), at))
          .isEqualTo(whole);
    }
  }

  @Test
  void claudeAtBedrockDoesSoToo() throws Exception {
    String at = "/output/message/content/0/text";
    String whole = Dialect.MAPPER.readTree(bedrock(CLAUDE, "")).at(at).stringValue();
    String begun = whole.substring(0, whole.indexOf(' ', 20));
    assertThat(begun + Dialect.MAPPER.readTree(bedrock(CLAUDE, begun)).at(at).stringValue())
        .isEqualTo(whole);
    assertThat(bedrock(CLAUDE, begun + " ")).contains("trailing whitespace");
  }
}
