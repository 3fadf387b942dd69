package dev.breakwater.wire.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaudeModelTest {
  @ParameterizedTest
  @CsvSource({
    "claude-3-haiku-20240307, haiku, 300",
    "claude-3-5-sonnet-latest, sonnet, 305",
    "claude-3-7-sonnet-20250219, sonnet, 307",
    "claude-sonnet-4-20250514, sonnet, 400",
    "claude-opus-4-1-20250805, opus, 401",
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0, sonnet, 405",
    "arn:aws:bedrock:us-east-1:1:inference-profile/eu.anthropic.claude-opus-4-6-v1, opus, 406",
    "anthropic/claude-4.7-opus, opus, 407",
    "claude-haiku-4-5@20251001, haiku, 405",
    "claude-haiku-5-5, haiku, 505",
    "claude-mythos-preview, '', 406",
    "CLAUDE-OPUS-4-8, opus, 408",
    "gpt-5, '', 0",
  })
  void aModelsNameTellsItsFamilyAndVersion(String name, String family, int version) {
    assertThat(ClaudeModel.of(name)).isEqualTo(new ClaudeModel(family, version));
  }

  @Test
  void whatAModelUnderstandsGrowsWithItsVersion() {
    ClaudeModel haiku3 = ClaudeModel.of("claude-3-haiku");
    ClaudeModel sonnet45 = ClaudeModel.of("claude-sonnet-4-5");
    ClaudeModel opus46 = ClaudeModel.of("claude-opus-4-6");
    ClaudeModel sonnet5 = ClaudeModel.of("claude-sonnet-5");
    assertThat(haiku3.thinks()).isFalse();
    assertThat(haiku3.takesSchemas()).isFalse();
    assertThat(sonnet45.takesSchemas()).isTrue();
    assertThat(sonnet45.takesBudgets()).isTrue();
    assertThat(sonnet45.thinksAdaptively()).isFalse();
    assertThat(sonnet45.takesBothSamplings()).isFalse();
    assertThat(opus46.thinksAdaptively()).isTrue();
    assertThat(opus46.takesSampling()).isTrue();
    assertThat(sonnet5.takesBudgets()).isFalse();
    assertThat(sonnet5.takesSampling()).isFalse();
    assertThat(ClaudeModel.of("some-other").takesBudgets()).isTrue();
    assertThat(ClaudeModel.of("claude-opus-4-1").takesSchemas()).isTrue();
    assertThat(ClaudeModel.of("claude-opus-4-1").mostOutput()).isEqualTo(32_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}|true",
        "{\"type\":\"object\",\"properties\":{}}|false",
        "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{}}}|false",
        "{\"type\":\"array\",\"minItems\":1,\"items\":{\"type\":\"string\"}}|true",
        "{\"type\":\"array\",\"minItems\":2,\"items\":{\"type\":\"string\"}}|false",
        "{\"type\":\"integer\",\"minimum\":1}|false",
        "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}|true",
        "{\"anyOf\":[{\"type\":\"string\",\"maxLength\":3}]}|false",
        "{\"$defs\":{\"a\":{\"type\":[\"object\",\"null\"]}},\"$ref\":\"#/$defs/a\"}|false",
        "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"maximum\":{\"type\":\"string\"}}}|true",
      })
  void onlyClosedSchemasWithoutLimitsCanBePromised(String schema, boolean accepted)
      throws MalformedBody {
    assertThat(ClaudeSchemas.accepts(Json.object(schema.getBytes(StandardCharsets.UTF_8)).node()))
        .isEqualTo(accepted);
  }
}
