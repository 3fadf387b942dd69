package dev.breakwater.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.read.ListAppender;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.server.config.LogSettings;
import dev.breakwater.server.config.LogSettings.Format;
import dev.breakwater.server.config.LogSettings.Requests;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RequestLogTest {
  private static final LoggerContext CONTEXT = (LoggerContext) LoggerFactory.getILoggerFactory();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Logger logger = CONTEXT.getLogger(RequestLog.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setAdditive(false);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
  }

  @Test
  void aLineOfJsonHasEverythingAboutARequestWithItsTypes() {
    log(Requests.ALL, Rows.success());
    JsonNode line = json(lines.list.getFirst());
    assertThat(line.path("message").asString()).isEqualTo("llm_request_success");
    assertThat(line.path("level").asString()).isEqualTo("INFO");
    assertThat(line.path("@timestamp").asString())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z");
    assertThat(line.path("request_id").asString()).isEqualTo(Rows.ID);
    assertThat(line.path("client_request_id").asString()).isEqualTo("client-7");
    assertThat(line.path("tenant").asString()).isEqualTo("acme");
    assertThat(line.path("environment").asString()).isEqualTo("staging");
    assertThat(line.path("key_id").asString()).isEqualTo("key_1");
    assertThat(line.path("provider").asString()).isEqualTo("openai");
    assertThat(line.path("model").asString()).isEqualTo("gpt-4o-mini");
    assertThat(line.path("status").asString()).isEqualTo("success");
    assertThat(line.path("http_status").isInt()).isTrue();
    assertThat(line.path("stream").asBoolean()).isTrue();
    assertThat(line.path("attempts").asInt()).isEqualTo(1);
    assertThat(line.path("input_tokens").asLong()).isEqualTo(1_000);
    assertThat(line.path("output_tokens").asLong()).isEqualTo(50);
    assertThat(line.path("cached_tokens").asLong()).isEqualTo(600);
    assertThat(line.path("duration_ms").asDouble()).isEqualTo(1_234.5);
    assertThat(line.path("first_token_ms").asDouble()).isEqualTo(210);
    assertThat(line.has("error")).isFalse();
  }

  @Test
  void aCostOfAFewNanoDollarsIsAPlainNumber() {
    log(Requests.ALL, Rows.success());
    assertThat(jsonText(lines.list.getFirst())).contains("\"cost_usd\":0.0000001,");
    assertThat(text(lines.list.getFirst())).contains(" cost_usd=0.0000001 ");
  }

  @Test
  void aFallbackHasALineThatNamesBothTargetsAndTheRequestOneOfItsOwn() {
    log(Requests.ALL, Rows.fallback("overloaded"));
    assertThat(events()).containsExactly("falling_back", "llm_request_success");
    JsonNode line = json(lines.list.getFirst());
    assertThat(line.path("request_id").asString()).isEqualTo(Rows.ID);
    assertThat(line.path("provider").asString()).isEqualTo("google");
    assertThat(line.path("attempt").asInt()).isEqualTo(1);
    assertThat(line.path("http_status").asInt()).isEqualTo(503);
    assertThat(line.path("error_type").asString()).isEqualTo("status_503");
    assertThat(line.path("error").asString()).isEqualTo("overloaded");
    assertThat(line.path("duration_ms").asDouble()).isEqualTo(300);
    assertThat(line.path("next_provider").asString()).isEqualTo("openai");
    assertThat(line.path("next_model").asString()).isEqualTo("gpt-4o-mini");
  }

  @Test
  void onlyFailuresAndFallbacksAreLoggedUnlessMoreOrLessIsAskedFor() {
    List<LedgerRow> all =
        List.of(
            Rows.success(),
            Rows.failure("no"),
            Rows.of(Status.CANCELLED),
            Rows.of(Status.REJECTED),
            Rows.fallback("no"));
    all.forEach(row -> log(LogSettings.DEFAULT.requests(), row));
    assertThat(events()).containsExactly("llm_request_failed", "falling_back");
    lines.list.clear();
    all.forEach(row -> log(Requests.OFF, row));
    assertThat(events()).isEmpty();
    all.forEach(row -> log(Requests.ALL, row));
    assertThat(events())
        .containsExactly(
            "llm_request_success",
            "llm_request_failed",
            "llm_request_cancelled",
            "llm_request_rejected",
            "falling_back",
            "llm_request_success");
  }

  @Test
  void whateverItWouldWriteItWantsToBeToldOf() {
    List<LedgerRow> all =
        List.of(
            Rows.success(),
            Rows.failure("no"),
            Rows.of(Status.CANCELLED),
            Rows.of(Status.REJECTED),
            Rows.of(Status.INTERRUPTED),
            Rows.fallback("no"));
    for (Requests which : Requests.values()) {
      RequestLog log = new RequestLog(() -> new LogSettings(Format.TEXT, which));
      for (LedgerRow row : all) {
        lines.list.clear();
        log.ended(row);
        assertThat(log.wants(row.request()))
            .as("%s: %s", which, row)
            .isEqualTo(!lines.list.isEmpty());
      }
    }
  }

  @Test
  void aProvidersWordsMakeNoLineOrColourOfTheirOwnAndTellNoSecret() {
    String nasty =
        "no\n2026-01-01T00:00:00.000Z ERROR Ledger all is lost \u001b[31m\"x\" for sk-live-123456789"
            + " of jane@example.org";
    log(Requests.FAILURES, Rows.failure(nasty));
    String text = text(lines.list.getFirst());
    assertThat(text.lines()).hasSize(1);
    assertThat(text.chars().filter(it -> it < ' ' && it != '\n')).isEmpty();
    assertThat(text).contains("\\u001b").contains("[email]");
    String json = jsonText(lines.list.getFirst());
    for (String line : List.of(text, json)) {
      assertThat(line).doesNotContain("sk-live").doesNotContain("jane@");
    }
    // Whoever prints the decoded field gets no escape sequence either.
    assertThat(json(lines.list.getFirst()).path("error").asString().chars().filter(it -> it < ' '))
        .isEmpty();
  }

  @Test
  void aProvidersWordsAreCutAtFiveHundredCharacters() {
    log(Requests.FAILURES, Rows.failure("x".repeat(3_000)));
    assertThat(json(lines.list.getFirst()).path("error").asString()).hasSize(500);
  }

  @Test
  void anExceptionsMessageLooksLikeNoEntryOfItsOwn() {
    logger.error(
        "planted", new IllegalStateException("first\n2026-01-01T00:00:00.000Z ERROR forged"));
    assertThat(text(lines.list.getFirst()).lines().skip(1))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("    "));
  }

  private void log(Requests wanted, LedgerRow row) {
    new RequestLog(() -> new LogSettings(Format.TEXT, wanted)).ended(row);
  }

  private List<String> events() {
    return lines.list.stream().map(ILoggingEvent::getMessage).toList();
  }

  private static JsonNode json(ILoggingEvent event) {
    return JSON.readTree(jsonText(event));
  }

  private static String jsonText(ILoggingEvent event) {
    return written(LogFormat.json(CONTEXT), event);
  }

  /** As the server's own layout writes it. */
  private static String text(ILoggingEvent event) {
    ch.qos.logback.core.ConsoleAppender<ILoggingEvent> console =
        (ch.qos.logback.core.ConsoleAppender<ILoggingEvent>)
            CONTEXT.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("console");
    return written(console.getEncoder(), event);
  }

  private static String written(Encoder<ILoggingEvent> encoder, ILoggingEvent event) {
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }
}
