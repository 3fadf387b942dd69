package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Every protocol in front as a program without a library sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrontsIT {
  private static final String[] KEY = {"Authorization", "Bearer " + Server.API_KEY};

  private Server server;
  private Http http;

  @BeforeAll
  void start(@TempDir Path directory) {
    server = Server.simulated(directory);
    http = server.http();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void heal() {
    server.simulator().heal();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions, /error/code, invalid_api_key",
    "/v1/responses, /error/code, invalid_api_key",
    "/v1/completions, /error/code, invalid_api_key",
    "/v1/embeddings, /error/code, invalid_api_key",
    "/v1/messages, /error/type, authentication_error",
    "/v1/messages/count_tokens, /error/type, authentication_error",
    "/v1beta/models/gemini-2.5-flash:generateContent, /error/status, UNAUTHENTICATED",
    "/v1/models/gemini-2.5-flash:countTokens, /error/status, UNAUTHENTICATED",
    "/api/v1/llm/generate, /status, 401",
  })
  void aWrongKeyIsRefusedInTheWordsOfTheProtocol(String path, String pointer, String word) {
    Http.Answer answer = http.call("POST", path, "{}", "Authorization", "Bearer wrong");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().at(pointer).asString()).isEqualTo(word);
    assertThat(answer.header("x-request-id")).startsWith("req_");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/messages/nothing, /error/type, not_found_error",
    "/v1beta/nothing, /error/status, NOT_FOUND",
    "/v1/nothing, /error/type, invalid_request_error",
  })
  void anUnknownPathIsNotFoundInTheWordsOfTheProtocol(String path, String pointer, String word) {
    Http.Answer answer = http.call("POST", path, "{}", KEY);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().at(pointer).asString()).isEqualTo(word);
  }

  @Test
  void aMessageWithoutALimitOfTokensIsRefusedByName() {
    Http.Answer answer =
        http.call(
            "POST",
            "/v1/messages",
            "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
            KEY);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/error/message").asString()).contains("max_tokens");
  }

  @Test
  void modelsAreListedInTheShapeOfWhoAsks() {
    JsonNode openAi = http.get("/v1/models", KEY).json();
    JsonNode anthropic =
        http.get(
                "/v1/models?limit=2",
                "x-api-key",
                Server.API_KEY,
                "anthropic-version",
                "2023-06-01")
            .json();
    JsonNode gemini =
        http.get("/v1beta/models?pageSize=3", "x-goog-api-key", Server.API_KEY).json();

    assertThat(openAi.at("/object").asString()).isEqualTo("list");
    assertThat(openAi.at("/data/0/owned_by").asString()).isEqualTo("breakwater");
    assertThat(anthropic.at("/data").size()).isEqualTo(2);
    assertThat(anthropic.at("/has_more").booleanValue()).isTrue();
    assertThat(gemini.at("/models").size()).isEqualTo(3);
    JsonNode next =
        http.get(
                "/v1beta/models?pageSize=3&pageToken=" + gemini.get("nextPageToken").asString(),
                "x-goog-api-key",
                Server.API_KEY)
            .json();
    assertThat(next.at("/models/0/name")).isNotEqualTo(gemini.at("/models/2/name"));
  }

  @Test
  void aGeminiStreamIsAnArrayUnlessEventsAreAskedFor() {
    String body = "{\"contents\":[{\"parts\":[{\"text\":\"Hello\"}]}]}";
    for (String model : List.of("openai/gpt-4o-mini", "google/gemini-2.5-flash")) {
      String path = "/v1beta/models/" + model + ":streamGenerateContent";
      Http.Answer array = http.call("POST", path, body, KEY);
      Http.Answer events = http.call("POST", path + "?alt=sse", body, KEY);

      assertThat(array.header("content-type")).startsWith("application/json");
      assertThat(array.json().isArray()).isTrue();
      assertThat(array.json().size()).isGreaterThan(1);
      assertThat(events.header("content-type")).startsWith("text/event-stream");
      assertThat(events.body()).startsWith("data: {").endsWith("\r\n\r\n");
    }
  }

  @Test
  void aCountIsAskedOfItsProviderAndElseMadeHere() {
    String question =
        "\"messages\":[{\"role\":\"user\",\"content\":\"How calm is the water today?\"}]}";
    JsonNode asked =
        http.call(
                "POST",
                "/v1/messages/count_tokens",
                "{\"model\":\"anthropic/claude-haiku-4-5\"," + question,
                KEY)
            .json();
    JsonNode counted =
        http.call(
                "POST",
                "/v1/messages/count_tokens",
                "{\"model\":\"openai/gpt-4o-mini\"," + question,
                KEY)
            .json();

    assertThat(asked.get("input_tokens").longValue()).isPositive();
    // Seven tokens of text by the public vocabulary, four of the turn, three of the conversation.
    assertThat(counted.get("input_tokens").longValue()).isEqualTo(7 + 4 + 3);
    assertThat(server.simulator().calls("anthropic")).isEmpty();
    assertThat(server.simulator().calls("openai")).isEmpty();
  }

  @Test
  void ourOwnWordsSayWhoAnsweredAndWhatItCost() {
    Http.Answer whole =
        http.call(
            "POST", "/api/v1/llm/generate", "{\"prompt\":\"Hi\",\"model\":\"gpt-4o-mini\"}", KEY);
    Http.Answer streamed =
        http.call(
            "POST",
            "/api/v1/llm/generate",
            "{\"prompt\":\"Hi\",\"model\":\"gpt-4o-mini\",\"stream\":true}",
            KEY);

    assertThat(whole.json().get("provider").asString()).isEqualTo("openai");
    assertThat(whole.json().get("requestId").asString()).isEqualTo(whole.header("x-request-id"));
    assertThat(whole.json().get("cost").decimalValue().toPlainString())
        .isEqualTo(whole.header("x-breakwater-cost"));
    List<JsonNode> events =
        streamed
            .body()
            .lines()
            .filter(line -> line.startsWith("data: "))
            .map(line -> Http.JSON.readTree(line.substring("data: ".length())))
            .toList();
    JsonNode last = events.getLast();
    assertThat(last.get("done").booleanValue()).isTrue();
    assertThat(last.get("text")).isEqualTo(whole.json().get("text"));
    assertThat(last.get("cost")).isEqualTo(whole.json().get("cost"));
    StringBuilder said = new StringBuilder();
    events.subList(0, events.size() - 1).forEach(it -> said.append(it.get("text").asString()));
    assertThat(said).hasToString(last.get("text").asString());
  }

  @Test
  void vectorsComeFromTheModelAskedForOrFromNobody() {
    server.simulator().script("openai", "{\"status\": 503}");
    Http.Answer answer =
        http.call(
            "POST",
            "/v1/embeddings",
            "{\"model\":\"openai/text-embedding-3-small\",\"input\":\"calm\"}",
            KEY);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().at("/error/code").asString()).isEqualTo("no_provider_available");
    assertThat(server.simulator().calls("google")).isEmpty();
    assertThat(server.simulator().calls("openai")).isNotEmpty();
  }

  @Test
  void aKeptConversationGoesOnWithAnotherVendor() {
    JsonNode first =
        http.call(
                "POST",
                "/v1/responses",
                "{\"model\":\"anthropic/claude-haiku-4-5\",\"input\":\"Remember the number 42.\"}",
                KEY)
            .json();
    JsonNode second =
        http.call(
                "POST",
                "/v1/responses",
                "{\"model\":\"google/gemini-2.5-flash\",\"input\":\"Which one?\",\"previous_response_id\":\""
                    + first.get("id").asString()
                    + "\"}",
                KEY)
            .json();

    assertThat(second.get("previous_response_id")).isEqualTo(first.get("id"));
    assertThat(server.simulator().onlyCall("google").body())
        .contains("Remember the number 42.")
        .contains("Which one?")
        .contains(first.at("/output/0/content/0/text").asString().substring(0, 10));
  }
}
