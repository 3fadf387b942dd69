package dev.breakwater.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiPathTest {
  private static final String PREFIX = "/v1beta/models/";

  @ParameterizedTest
  @CsvSource({
    "gemini-2.5-flash:generateContent, gemini-2.5-flash, generateContent",
    "openai/gpt-4o:streamGenerateContent, openai/gpt-4o, streamGenerateContent",
    "openai%2Fgpt-4o:countTokens, openai/gpt-4o, countTokens",
    "anthropic.claude-3-haiku-20240307-v1:0:generateContent,"
        + " anthropic.claude-3-haiku-20240307-v1:0, generateContent",
    "a+b:generateContent, a+b, generateContent",
  })
  void theModelIsWhatStandsBeforeTheLastColon(String rest, String model, String action) {
    assertThat(GeminiPath.of(PREFIX + rest, PREFIX)).contains(new GeminiPath(model, action));
  }

  @Test
  void aPathWithoutAnActionIsNoCall() {
    assertThat(GeminiPath.of(PREFIX + "gemini-2.5-flash", PREFIX)).isEmpty();
    assertThat(GeminiPath.of(PREFIX + ":generateContent", PREFIX)).isEmpty();
  }

  @Test
  void aBrokenEncodingIsTakenAsItCame() {
    assertThat(GeminiPath.of(PREFIX + "100%:generateContent", PREFIX))
        .contains(new GeminiPath("100%", "generateContent"));
  }
}
