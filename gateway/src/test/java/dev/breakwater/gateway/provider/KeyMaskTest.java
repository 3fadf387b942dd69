package dev.breakwater.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.settings.Secret;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeyMaskTest {
  private final KeyMask mask = new KeyMask(new Secret("sk-secret-1"));

  @Test
  void aRepeatedKeyIsTakenOutWhereverItStands() {
    assertThat(mask.of("no sk-secret-1, not even sk-secret-1!")).isEqualTo("no ***, not even ***!");
  }

  @Test
  void theOtherBytesStayAsTheyWere() {
    byte[] body = "間違い sk-secret-1 é\u0000".getBytes(StandardCharsets.UTF_8);

    assertThat(new String(mask.of(body), StandardCharsets.UTF_8)).isEqualTo("間違い *** é\u0000");
  }

  @Test
  void withoutAKeyOrWithoutItsTraceTheBodyIsTheSame() {
    byte[] body = {(byte) 0xff, 0, 65};

    assertThat(mask.of(body)).isSameAs(body);
    assertThat(new KeyMask(null).of(body)).isSameAs(body);
    assertThat(new KeyMask(new Secret("model")).of("no such model")).isEqualTo("no such model");
  }
}
