package dev.breakwater.operations.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeTextTest {
  private static final Fingerprints FINGERPRINTS = new Fingerprints(new byte[32]);

  @Test
  void fieldsStandInTheirOrder() {
    assertThat(
            ChangeText.object()
                .put("name", "app")
                .put("limit", 5)
                .put("price", new BigDecimal("1E-8"))
                .objects("tiers", List.of(ChangeText.object().put("above", 1), ChangeText.object()))
                .put("active", true)
                .put("expiresAt", (String) null)
                .put("models", List.of("a", "b"))
                .put("within", ChangeText.object().put("tags", List.of()))
                .text())
        .isEqualTo(
            """
            {"name":"app","limit":5,"price":0.00000001,"tiers":[{"above":1},{}],"active":true,"expiresAt":null,"models":["a","b"],"within":{"tags":[]}}\
            """);
    assertThat(ChangeText.object().text()).isEqualTo("{}");
  }

  @Test
  void whatWouldEndATextIsEscaped() {
    assertThat(ChangeText.object().put("a\"", "b\\\"\n\u0000\ud83d\ude00é").text())
        .isEqualTo("{\"a\\\"\":\"b\\\\\\\"\\u000a\\u0000\\ud83d\\ude00é\"}");
  }

  @Test
  void aSecretShowsOnlyWhetherItHasChanged() {
    String first = ChangeText.object().masked("apiKey", "sk-secret", FINGERPRINTS).text();
    assertThat(first).matches("\\{\"apiKey\":\"fp_[0-9a-f]{12}\"}");
    assertThat(ChangeText.object().masked("apiKey", "sk-secret", FINGERPRINTS).text())
        .isEqualTo(first);
    assertThat(ChangeText.object().masked("apiKey", "sk-secreT", FINGERPRINTS).text())
        .isNotEqualTo(first);
    assertThat(ChangeText.object().masked("apiKey", null, FINGERPRINTS).text())
        .isEqualTo("{\"apiKey\":null}");
  }

  @Test
  void anotherKeyGivesAnotherFingerprint() {
    byte[] other = new byte[32];
    other[0] = 1;
    assertThat(new Fingerprints(other).of("x")).isNotEqualTo(FINGERPRINTS.of("x"));
    assertThat(FINGERPRINTS.of("")).isEmpty();
  }
}
