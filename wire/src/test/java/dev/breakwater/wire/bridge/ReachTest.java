package dev.breakwater.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client's protocol can say reaches every provider's protocol, or is refused by name. */
class ReachTest {
  /** The words of each case that must arrive. */
  private static final Map<String, List<String>> REQUESTS =
      new TreeMap<>(
          Map.of(
              "request-text", List.of("Be brief.", "日本", "END"),
              "request-tools",
                  List.of("How is the weather in Paris?", "get_weather", "The weather now", "city"),
              "request-tool-results",
                  List.of("I will look.", "Paris", "Rome", "Rain, 12 °C", "Sun, 25 °C"),
              "request-image", List.of("Which is larger?", "iVBORw0KGgo=", "/9j/4AAQ"),
              "request-document", List.of("Sum it up.", "JVBERi0xLjQ="),
              "request-schema", List.of("Name a city.", "people"),
              "request-json-mode", List.of("Name a city."),
              "request-thinking", List.of("How is the weather in Paris?", "get_weather", "Rain")));

  /** What providers have no words for, whoever asks. */
  private static final Set<String> REFUSED = Set.of("request-text to RESPONSES: stop");

  /** The words of each answer that must arrive. */
  private static final Map<String, List<String>> REPLIES =
      new TreeMap<>(
          Map.of(
              "reply-stop", List.of("Hé 🙂"),
              "reply-tools", List.of("I will look.", "get_weather", "Paris", "Rome"),
              "reply-thinking", List.of("One and one.", "Two."),
              "reply-refusal", List.of("I cannot help with that.")));

  private static final Map<String, List<String>> STREAMS =
      Map.of(
          "stream-text", List.of("Hé "),
          "stream-tools", List.of("I will look.", "get_weather", "Paris", "Rome"),
          "stream-thinking", List.of("One and", " one.", "Two."));

  static Stream<Arguments> requests() {
    // OpenAI's Responses have no stop sequences, which one of the cases asks for.
    return cases(REQUESTS, Golden.clients(), Golden.providers(), "json", true)
        .filter(it ->
            !"request-text".equals(it.get()[0])
                || (it.get()[1] != Protocol.RESPONSES && it.get()[2] != Protocol.RESPONSES));
  }

  static Stream<Arguments> replies() {
    return cases(REPLIES, Golden.clients(), Golden.providers(), "json", false);
  }

  static Stream<Arguments> streams() {
    return cases(STREAMS, Golden.clients(), Golden.providers(), "sse", false);
  }

  /** Every case in every pair in which its source has words for it. */
  private static Stream<Arguments> cases(
      Map<String, List<String>> cases,
      List<Protocol> clients,
      List<Protocol> providers,
      String kind,
      boolean fromClient) {
    return cases.keySet().stream()
        .flatMap(name ->
            clients.stream()
                .flatMap(client ->
                    providers.stream()
                        .filter(it ->
                            says(
                                name,
                                fromClient ? client : it,
                                kind,
                                cases.getOrDefault(name, List.of()).getFirst()))
                        .map(it -> Arguments.of(name, client, it))));
  }

  /** Whether a protocol has the case in these words: Responses' golden files have their own. */
  private static boolean says(String name, Protocol protocol, String kind, String word) {
    return Golden.has(name, protocol, kind)
        && text(kind.equals("json") ? Golden.json(name, protocol) : Golden.stream(name, protocol))
            .contains(word);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aRequestReachesEveryProvider(String name, Protocol client, Protocol provider)
      throws Exception {
    byte[] asked = Golden.json(name, client);
    Outgoing sent;
    try {
      sent = translation(client, provider).request(Golden.ask(client, asked), model(provider));
    } catch (Inexpressible e) {
      assertThat(REFUSED).as(e.getMessage()).contains(name + " to " + provider + ": " + e.field());
      return;
    }
    String body = text(sent.body());
    assertThat(body).contains(said(REQUESTS.getOrDefault(name, List.of()), asked));
    assertThat(body.contains("c2ln"))
        .as("thoughts go to their maker alone")
        .isEqualTo(
            name.equals("request-thinking")
                && (provider == Protocol.ANTHROPIC || provider == Protocol.BEDROCK));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void anAnswerReachesEveryClient(String name, Protocol client, Protocol provider)
      throws Exception {
    Ask ask = Golden.ask(client, Golden.json("request-text", client));
    byte[] given = Golden.json(name, provider);
    WholeAnswer answer = translation(client, provider).whole(ask, given);
    assertThat(text(answer.body())).contains(said(REPLIES.getOrDefault(name, List.of()), given));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void aStreamReachesEveryClient(String name, Protocol client, Protocol provider) throws Exception {
    Ask ask = Golden.ask(client, Golden.json("request-text", client));
    byte[] bytes = Golden.stream(name, provider);
    String whole = sent(translation(client, provider).stream(ask), bytes, null);
    assertThat(whole).contains(said(STREAMS.getOrDefault(name, List.of()), bytes));
    for (long seed = 0; seed < 30; seed++) {
      AnswerStream cut = translation(client, provider).stream(ask);
      assertThat(sent(cut, bytes, new Random(seed))).as("seed %d", seed).isEqualTo(whole);
    }
  }

  /** Those words of a case that its source has: a protocol's golden file may say less. */
  private static List<String> said(List<String> words, byte[] source) {
    String text = text(source);
    List<String> said = words.stream().filter(text::contains).toList();
    assertThat(said).as("words in %s", text).isNotEmpty();
    return said;
  }

  private static String sent(AnswerStream stream, byte[] bytes, @Nullable Random random)
      throws MalformedBody {
    String sent = Streams.feed(stream, bytes, random);
    assertThat(stream.isFinished()).isTrue();
    assertThat(stream.hasContent()).isTrue();
    ByteSink end = new ByteSink();
    stream.end(end);
    return sent + end;
  }

  /**
   * @param name what the field is dropped or refused as
   * @param word what stands in the body of a provider that has a word for it
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "n;\"n\":3;\"(n|candidateCount)\":3",
        "logprobs;\"logprobs\":true,\"top_logprobs\":13;13",
        "seed;\"seed\":424242;424242",
        "presence_penalty;\"presence_penalty\":0.625;0.625",
        "frequency_penalty;\"frequency_penalty\":0.375;0.375",
        "top_k;\"top_k\":4711;4711",
        "top_p;\"top_p\":0.8125;0.8125",
        "user;\"user\":\"user-77\";user-77",
        "verbosity;\"verbosity\":\"low\";\"verbosity\":\"low\"",
        "service_tier;\"service_tier\":\"flex\";flex",
        "logit_bias;\"logit_bias\":{\"98765\":5};98765",
        "web_search_options;\"web_search_options\":{\"a\":1};web_search",
        "web_search_options;\"web_search_options\":{};web_search",
        "modalities;\"modalities\":[\"text\",\"audio\"];modalities",
        "tools;\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"grep\"}}];grep",
        "something_new;\"something_new\":{\"a\":\"bcd\"};bcd",
      })
  void aFieldOfOpenAisIsSaidOrDroppedOrRefusedByItsName(String name, String fields, String word)
      throws MalformedBody {
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]," + fields + "}";
    for (Protocol provider : Golden.providers()) {
      Ask ask = Asks.openAiChat(body.getBytes(StandardCharsets.UTF_8));
      try {
        Outgoing sent = translation(Protocol.OPENAI, provider).request(ask, model(provider));
        boolean said = text(sent.body()).matches("(?s).*(" + word.replace("{", "\\{") + ").*");
        assertThat(said != sent.dropped().contains(name))
            .as("%s to %s: %s, dropped %s", name, provider, text(sent.body()), sent.dropped())
            .isTrue();
      } catch (Inexpressible e) {
        assertThat(e.field()).as(provider.name()).startsWith(name);
        assertThat(e.getMessage()).as(provider.name()).isNotEmpty();
      }
    }
  }

  /** Translated even between like protocols, so that reader and writer meet. */
  private static Bridge translation(Protocol client, Protocol provider) {
    return new Translation(Golden.BRIDGES.client(client), Golden.BRIDGES.provider(provider));
  }

  /** A model that can do what the protocol has words for. */
  private static String model(Protocol provider) {
    return switch (provider) {
      case ANTHROPIC -> "claude-sonnet-4-5";
      case BEDROCK -> "anthropic.claude-sonnet-4-5-20250929-v1:0";
      case GEMINI -> "gemini-2.5-flash";
      default -> "gpt-4o";
    };
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
