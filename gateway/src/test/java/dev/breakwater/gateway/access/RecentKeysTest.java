package dev.breakwater.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RecentKeysTest {
  private static final String KEY = "bw_0123456789";

  private final KeyHash.Hasher hasher =
      new KeyHash.Hasher("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
  private final RecentKeys keys = new RecentKeys();

  @Test
  void aKeyIsKnownAgainByItsWholeText() {
    assertThat(keys.hash(KEY)).isNull();
    keys.remember(KEY, hasher.hash(KEY));
    assertThat(keys.hash(new String(KEY.toCharArray()))).isEqualTo(hasher.hash(KEY));
  }

  @Test
  void noOtherKeyIsTakenForItThoughItsHashCodeIsTheSame() {
    assertThat("AaAa").hasSameHashCodeAs("BBBB").hasSameHashCodeAs("AaBB");
    keys.remember("AaAa", hasher.hash("AaAa"));
    assertThat(keys.hash("BBBB")).isNull();
    assertThat(keys.hash("AaBB")).isNull();
    keys.remember("", hasher.hash(""));
    assertThat(keys.hash("\0")).isNull();
    assertThat(keys.hash("\0\0")).isNull();
  }

  @Test
  void aForgottenKeyIsNotKnown() {
    keys.remember(KEY, hasher.hash(KEY));
    keys.forget(KEY);
    assertThat(keys.hash(KEY)).isNull();
  }

  @Test
  void howeverManyKeysComeEachGetsItsOwnHashOrNone() {
    int known = 0;
    for (int number = 0; number < 5_000; number++) {
      keys.remember(KEY + number, hasher.hash(KEY + number));
    }
    for (int number = 0; number < 5_000; number++) {
      KeyHash hash = keys.hash(KEY + number);
      if (hash != null) {
        known++;
        assertThat(hash).isEqualTo(hasher.hash(KEY + number));
      }
    }
    assertThat(known).isBetween(1, 256);
  }
}
