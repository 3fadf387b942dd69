package dev.breakwater.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
  @Test
  void theDistanceIsTheFewestEdits() {
    assertThat(NearestNames.distance("", "")).isZero();
    assertThat(NearestNames.distance("", "abc")).isEqualTo(3);
    assertThat(NearestNames.distance("abc", "")).isEqualTo(3);
    assertThat(NearestNames.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(NearestNames.distance("flaw", "lawn")).isEqualTo(2);
    assertThat(NearestNames.distance("same", "same")).isZero();
  }

  @Test
  void atMostThreeAreNamedTheNearestFirstWhateverTheirCase() {
    assertThat(NearestNames.of("GPT-4O", List.of("claude", "gpt-4", "gpt-4o", "gpt-4o", "gemini")))
        .hasSize(3)
        .startsWith("gpt-4o", "gpt-4");
  }

  @Test
  void whereThereAreNoNamesNoneIsNamed() {
    assertThat(NearestNames.of("anything", List.of())).isEmpty();
  }
}
