package dev.breakwater.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.offers.OfferedList;
import dev.breakwater.gateway.offers.OfferedModel;
import dev.breakwater.gateway.offers.Use;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the vendors' lists of models are understood to say. */
class ModelListPageTest {
  private static ModelListPage page(Protocol protocol, String body) throws MalformedBody {
    return new ModelListPage.Reader(protocol).read(body.getBytes(StandardCharsets.UTF_8));
  }

  private static OfferedModel only(Protocol protocol, String body) throws MalformedBody {
    ModelListPage page = page(protocol, body);
    assertThat(page.models()).hasSize(1);
    return page.models().getFirst();
  }

  private static OfferedModel entry(String fields) throws MalformedBody {
    return only(Protocol.OPENAI, "{\"data\": [{\"id\": \"m\", " + fields + "}]}");
  }

  private static List<String> names(ModelListPage page) {
    return page.models().stream().map(OfferedModel::name).toList();
  }

  @Test
  void openAiGivesNamesAndNothingElse() throws MalformedBody {
    ModelListPage page =
        page(
            Protocol.OPENAI,
            """
            {"object": "list", "data": [
              {"id": "gpt-5", "object": "model", "created": 1, "owned_by": "system"},
              {"id": "ft:gpt-4o:acme::x", "object": "model", "created": 1, "owned_by": "acme"}]}
            """);
    assertThat(page.models())
        .containsExactly(
            new OfferedModel("gpt-5", Use.UNSAID, 0, 0, Set.of()),
            new OfferedModel("ft:gpt-4o:acme::x", Use.UNSAID, 0, 0, Set.of()));
    assertThat(page.whole()).isTrue();
    assertThat(page.next()).isNull();
  }

  @Test
  void anthropicGivesLimitsCapabilitiesAndTheNextPage() throws MalformedBody {
    ModelListPage page =
        page(
            Protocol.ANTHROPIC,
            """
            {"data": [{"type": "model", "id": "claude-x", "max_input_tokens": 200000,
              "max_tokens": 64000, "capabilities": {"image_input": {"supported": true},
              "pdf_input": {"supported": false}, "structured_outputs": {"supported": true}}}],
             "has_more": true, "first_id": "claude-x", "last_id": "claude-x"}
            """);
    assertThat(page.models())
        .containsExactly(
            new OfferedModel(
                "claude-x", Use.UNSAID, 200_000, 64_000, Set.of("vision", "jsonSchema")));
    assertThat(page.next()).isEqualTo("claude-x");
    assertThat(page.whole()).isTrue();
  }

  @Test
  void geminiGivesLimitsAndWhatAModelIsFor() throws MalformedBody {
    ModelListPage page =
        page(
            Protocol.GEMINI,
            """
            {"models": [
              {"name": "models/gemini-x", "inputTokenLimit": 1048576, "outputTokenLimit": 65536,
               "supportedGenerationMethods": ["generateContent", "countTokens"]},
              {"name": "models/embedder", "inputTokenLimit": 2048, "outputTokenLimit": 1,
               "supportedGenerationMethods": ["embedContent"]},
              {"name": "models/painter", "supportedGenerationMethods": ["predict"]},
              {"name": "models/silent"}],
             "nextPageToken": "abc=="}
            """);
    assertThat(page.models())
        .containsExactly(
            new OfferedModel("gemini-x", Use.CHAT, 1_048_576, 65_536, Set.of()),
            new OfferedModel("embedder", Use.EMBEDDINGS, 2_048, 1, Set.of()),
            new OfferedModel("painter", Use.OTHER, 0, 0, Set.of()),
            new OfferedModel("silent", Use.UNSAID, 0, 0, Set.of()));
    assertThat(page.next()).isEqualTo("abc==");
  }

  @Test
  void bedrockGivesWhatCanBeCalledByItsName() throws MalformedBody {
    ModelListPage page =
        page(
            Protocol.BEDROCK,
            """
            {"modelSummaries": [
              {"modelId": "amazon.nova-pro-v1:0", "inputModalities": ["TEXT", "IMAGE"],
               "outputModalities": ["TEXT"], "inferenceTypesSupported": ["ON_DEMAND"]},
              {"modelId": "amazon.titan-embed-text-v2:0", "inputModalities": ["TEXT"],
               "outputModalities": ["EMBEDDING"], "inferenceTypesSupported": ["ON_DEMAND"]},
              {"modelId": "anthropic.claude-by-profile", "outputModalities": ["TEXT"],
               "inferenceTypesSupported": ["INFERENCE_PROFILE"]}]}
            """);
    assertThat(page.models())
        .containsExactly(
            new OfferedModel("amazon.nova-pro-v1:0", Use.CHAT, 0, 0, Set.of("vision")),
            new OfferedModel("amazon.titan-embed-text-v2:0", Use.EMBEDDINGS, 0, 0, Set.of()));
  }

  @Test
  void openRouterGivesLimitsAndParameters() throws MalformedBody {
    assertThat(
            entry(
                """
                "context_length": 131072, "architecture": {"input_modalities": ["text", "image",
                "file"], "output_modalities": ["text"]}, "pricing": {"prompt": "0.000001"},
                "top_provider": {"context_length": 9, "max_completion_tokens": 16384},
                "supported_parameters": ["tools", "structured_outputs", "seed"]
                """))
        .isEqualTo(
            new OfferedModel(
                "m",
                Use.CHAT,
                131_072,
                16_384,
                Set.of("tools", "jsonSchema", "vision", "documents")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"max_model_len\": 32768|32768|0",
        "\"context_window\": 8192, \"max_completion_tokens\": 1024|8192|1024",
        "\"max_context_length\": 4096|4096|0",
        "\"max_tokens\": 4096|0|0",
        "\"context_length\": -5|0|0",
        "\"context_length\": \"many\"|0|0",
        "\"context_length\": 99999999999999|0|0",
        "\"context_length\": 1e99|0|0"
      })
  void thoseWhoImitateOpenAiSayTheirLimitsInManyWords(String fields, long window, long output)
      throws MalformedBody {
    OfferedModel model = entry(fields);
    assertThat(model.contextWindow()).isEqualTo(window);
    assertThat(model.maxOutput()).isEqualTo(output);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"capabilities\": {\"completion_chat\": true, \"function_calling\": true}|CHAT",
        "\"capabilities\": {\"completion_chat\": false}|NOT_CHAT",
        "\"supports_chat\": false|NOT_CHAT",
        "\"endpoints\": [\"embed\"]|EMBEDDINGS",
        "\"type\": \"chat\"|CHAT",
        "\"type\": \"embedding\"|EMBEDDINGS",
        "\"type\": \"image\"|OTHER",
        "\"type\": \"something\"|UNSAID",
        "\"capabilities\": [\"embeddings\"]|UNSAID",
        "\"architecture\": {\"output_modalities\": [\"image\"]}|OTHER"
      })
  void whatAModelIsForIsTakenFromWhatIsSaid(String fields, Use use) throws MalformedBody {
    assertThat(entry(fields).use()).isEqualTo(use);
  }

  @Test
  void aListWithoutAnObjectAroundItIsOne() throws MalformedBody {
    assertThat(names(page(Protocol.OPENAI, "[{\"id\": \"a\"}, {\"id\": \"b\"}]")))
        .containsExactly("a", "b");
  }

  @Test
  void whatIsNotServedIsNotListed() throws MalformedBody {
    assertThat(
            names(
                page(
                    Protocol.OPENAI,
                    "[{\"id\": \"idle\", \"active\": false}, {\"id\": \"b\", \"active\": true}]")))
        .containsExactly("b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"id\": 7}",
        "{\"id\": \"\"}",
        "{\"id\": \"two words\"}",
        "{\"id\": \"line\\nbreak\"}",
        "{\"id\": \"\\u202eback\"}",
        "{\"id\": \"a\", \"id\": \"b\"}",
        "\"a\"",
        "null",
        "[[]]"
      })
  void anEntryWithoutANameIsLeftOut(String entry) throws MalformedBody {
    ModelListPage page = page(Protocol.OPENAI, "{\"data\": [" + entry + ", {\"id\": \"good\"}]}");
    assertThat(names(page)).containsExactly("good");
  }

  @Test
  void aNameOfAMegabyteIsLeftOut() throws MalformedBody {
    String huge = "{\"id\": \"" + "x".repeat(1 << 20) + "\"}";
    String longer = "{\"id\": \"" + "y".repeat(OfferedModel.LONGEST_NAME + 1) + "\"}";
    ModelListPage page =
        page(Protocol.OPENAI, "{\"data\": [" + huge + "," + longer + ", {\"id\": \"good\"}]}");
    assertThat(names(page)).containsExactly("good");
    assertThat(page.whole()).isTrue();
  }

  @Test
  void ofAHundredThousandNamesTheFirstAreTaken() throws MalformedBody {
    String all =
        IntStream.range(0, 100_000)
            .mapToObj(it -> "{\"id\": \"m" + it + "\"}")
            .collect(Collectors.joining(",", "{\"data\": [", "]}"));
    ModelListPage page = page(Protocol.OPENAI, all);
    assertThat(page.models()).hasSize(OfferedList.MOST);
    assertThat(page.whole()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\": {\"message\": \"oops\"}}",
        "<html>",
        "{\"data\": [{\"id\": \"a\"}",
        "{\"data\": [{\"id\": \"a\"}]} more",
        "7"
      })
  void whatIsNoListIsRefused(String body) {
    assertThatThrownBy(() -> page(Protocol.OPENAI, body)).isInstanceOf(MalformedBody.class);
  }

  @Test
  void moreThatCannotBeAskedForMakesTheListAPart() throws MalformedBody {
    String body = "{\"data\": [{\"id\": \"a\"}], \"has_more\": true%s}";
    assertThat(page(Protocol.ANTHROPIC, body.formatted("")).whole()).isFalse();
    String endless = ", \"last_id\": \"" + "z".repeat(3_000) + "\"";
    assertThat(page(Protocol.ANTHROPIC, body.formatted(endless)).whole()).isFalse();
    ModelListPage imitated = page(Protocol.OPENAI, body.formatted(", \"last_id\": \"a\""));
    assertThat(imitated.next()).isNull();
    assertThat(imitated.whole()).isFalse();
  }
}
