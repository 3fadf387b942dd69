package dev.breakwater.simulator.speech;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SignatureTest {
  @Test
  void onlyTheSameTextHasTheSameSignature() {
    String signature = Signature.of("a thought");
    assertThat(Signature.genuine("a thought", signature)).isTrue();
    assertThat(Signature.genuine("a thoughts", signature)).isFalse();
    assertThat(Signature.genuine("a thought", signature.substring(1))).isFalse();
  }

  @Test
  void aSealedTextIsHiddenAndOpensUnaltered() {
    String sealed = Signature.seal("a thought with é and 🌊");
    assertThat(sealed).doesNotContain("thought");
    assertThat(Signature.open(sealed)).hasValue("a thought with é and 🌊");
    assertThat(Signature.open("x" + sealed)).isEmpty();
    assertThat(Signature.open(sealed.replace(sealed.charAt(50), '_'))).isEmpty();
    assertThat(Signature.open("not Base64!")).isEmpty();
    assertThat(Signature.open("")).isEmpty();
  }
}
