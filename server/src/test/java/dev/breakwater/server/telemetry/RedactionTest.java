package dev.breakwater.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private static final String SECRET = "7Hq9zPlant3dS3cret";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Incorrect API key provided: 7Hq9zPlant3dS3cret. You can find yours online",
        "Authorization: Bearer 7Hq9zPlant3dS3cret",
        "header was 'bearer 7Hq9zPlant3dS3cret'",
        "GET https://host/v1?key=7Hq9zPlant3dS3cret&alt=sse failed",
        "{\"api_key\": \"7Hq9zPlant3dS3cret\"}",
        "{\\\"x-api-key\\\":\\\"7Hq9zPlant3dS3cret\\\"}",
        "password=7Hq9zPlant3dS3cret;",
        "postgresql://bw:7Hq9zPlant3dS3cret@db/breakwater",
        "sk-7Hq9zPlant3dS3cret",
        "sk-ant-api03-7Hq9zPlant3dS3cret",
        "bw_7Hq9zPlant3dS3cret",
        "AIzaSy7Hq9zPlant3dS3cret",
        "token eyJhbGciOiJIUzI1NiJ9.7Hq9zPlant3dS3cret.7Hq9zPlant3dS3cret"
      })
  void secretsInAnySurroundingAreTakenOut(String text) {
    assertThat(text).contains(SECRET);
    assertThat(Redaction.of(text)).doesNotContain(SECRET).contains("***");
  }

  @Test
  void peoplesDataAreTakenOut() {
    assertThat(Redaction.of("mail jane.doe+x@mail.example.org or call +81 90-1234-5678"))
        .isEqualTo("mail [email] or call [number]");
    assertThat(Redaction.of("card 4111 1111 1111 1111 declined"))
        .isEqualTo("card [number] declined");
    assertThat(Redaction.of("id AKIAIOSFODNN7EXAMPLE")).isEqualTo("id ***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "google/gemini-1.5-flash: answered 503: the model is overloaded",
        "Rate limit reached for gpt-4o-mini on tokens per min (TPM): Limit 200000, Used 198000",
        "max_tokens is too large: 99999. This model supports at most 16384 completion tokens",
        "no bytes for 15000 ms from 10.0.0.7:8000",
        "unexpected token '<' at line 1"
      })
  void whatOperatorsNeedStaysAsItIs(String text) {
    assertThat(Redaction.of(text)).isEqualTo(text);
  }

  @Test
  void textsThatTryToKeepItBusyAreDoneAtOnce() {
    for (String part : new String[] {"a@", "1 ", "key=", "sk-", "eyJ.", "://a:"}) {
      String long1 = part.repeat(2_000);
      assertThat(Redaction.of(long1)).hasSizeLessThanOrEqualTo(4 * long1.length());
    }
  }

  @Test
  void whatHasNoGlyphIsSpelledOutAndAllElseStays() {
    assertThat(Inert.of("a\nb\rc\td\u001b[0m\u202ee\u2028f\u0000"))
        .isEqualTo("a\\nb\\rc\\td\\u001b[0m\\u202ee\\u2028f\\u0000");
    assertThat(Inert.of("\ud83d!")).isEqualTo("\\ud83d!");
    assertThat(Inert.of("日本語 ü 😀 | plain")).isEqualTo("日本語 ü 😀 | plain");
  }
}
