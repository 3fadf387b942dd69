package dev.breakwater.simulator.speech;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class FragmentsTest {
  private static final String JSON =
      "{\"a\":\"caf\u00e9 \u6771 \ud83c\udf0a\\n\\\\\",\"b\":[1.25,true]}";

  @Test
  void cutsFallAnywhereButInsideACharacter() {
    boolean insideEscape = false;
    for (long seed = 0; seed < 500; seed++) {
      String text = Fragments.escaped(JSON, seed);
      int[] ends = Fragments.ends(text, seed);
      assertThat(ends).as("seed %d", seed).hasSizeGreaterThan(1).endsWith(text.length());
      int start = 0;
      for (int end : ends) {
        assertThat(end).as("seed %d", seed).isBetween(start + 1, start + 9);
        assertThat(Character.isHighSurrogate(text.charAt(end - 1))).as("seed %d", seed).isFalse();
        insideEscape |= text.charAt(end - 1) == '\\' && text.charAt(Math.max(0, end - 2)) != '\\';
        start = end;
      }
    }
    assertThat(insideEscape).isTrue();
  }

  @Test
  void escapesChangeNothing() {
    JsonMapper mapper = JsonMapper.builder().build();
    boolean escaped = false;
    for (long seed = 0; seed < 100; seed++) {
      String text = Fragments.escaped(JSON, seed);
      escaped |= text.contains("\\ud83c\\udf0a");
      assertThat(mapper.readTree(text)).as("seed %d", seed).isEqualTo(mapper.readTree(JSON));
    }
    assertThat(escaped).isTrue();
  }

  @Test
  void theShortestObjectComesInTwo() {
    assertThat(Fragments.ends("{}", 7)).containsExactly(1, 2);
  }
}
