package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A scan that finds nothing says something only if it finds what is there. */
class SecretScanTest {
  private static final String SECRET = "sk-7f3a+9c/1e5d8b2460planted=acf9d3";

  private final SecretScan scan =
      new SecretScan()
          .add("a key", SECRET)
          .add("bytes", HexFormat.of().parseHex("00ff10807f8081fe0123456789abcdef"));

  @Test
  void everyFormThatItLooksForIsFoundInTheMiddleOfOtherThings() {
    byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);
    for (String form :
        List.of(
            SECRET,
            HexFormat.of().formatHex(secret),
            HexFormat.of().withUpperCase().formatHex(secret),
            "sk-7f3a%2B9c%2F1e5d8b2460planted%3Dacf9d3",
            "sk-7f3a+9c/1...",
            "...anted=acf9d3",
            new StringBuilder(SECRET).reverse().toString())) {
      assertThat(scan.found("before " + form + " after")).as(form).isNotEmpty();
    }
    for (String before : List.of("", "a", "ab", "abc", "{\"key\": \"")) {
      byte[] whole = (before + SECRET + "\"}").getBytes(StandardCharsets.UTF_8);
      assertThat(scan.found(Base64.getEncoder().encodeToString(whole))).as(before).isNotEmpty();
      assertThat(scan.found(Base64.getUrlEncoder().encodeToString(whole))).as(before).isNotEmpty();
    }
  }

  @Test
  void bytesAreFoundAsTheyAreAndEncoded() {
    byte[] bytes = HexFormat.of().parseHex("aa00ff10807f8081fe0123456789abcdefbb");
    assertThat(scan.found(bytes)).isNotEmpty();
    assertThat(scan.found(HexFormat.of().formatHex(bytes))).isNotEmpty();
    assertThat(scan.found(Base64.getEncoder().encodeToString(bytes))).isNotEmpty();
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(scan.found("sk-7f3a***9d3, fp_0123456789ab, planted")).isEmpty();
  }
}
