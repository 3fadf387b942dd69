package dev.breakwater.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
  private static final Origin ORIGIN = Origin.of(URI.create("https://api.example.com/v1"));

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  void aHeadIsItsLineItsHeadersAndTheLengthOfTheBody() {
    RequestHead head = ORIGIN.post("/chat/completions?a=b").header("api-key", "k \t ä");
    assertThat(text(head.bytes()))
        .isEqualTo(
            "POST /v1/chat/completions?a=b HTTP/1.1\r\nhost: api.example.com\r\n"
                + "content-type: application/json\r\napi-key: k \t ä\r\n");
    assertThat(text(head.end(12))).isEqualTo("content-length: 12\r\n\r\n");
    assertThat(text(head.end(0))).isEqualTo("content-length: 0\r\n\r\n");
  }

  @Test
  void nothingFollowsTheHeadersOfAGet() {
    assertThat(text(ORIGIN.get("/models").end(0))).isEqualTo("\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "http://h, h",
    "http://h:80, h",
    "https://h:443, h",
    "http://h:443, h:443",
    "http://[::1]:8081/v1, [::1]:8081"
  })
  void thePortIsNamedWhereItIsNotTheSchemesOwn(String base, String host) {
    assertThat(text(Origin.of(URI.create(base)).get("/models").bytes()))
        .endsWith("\r\nhost: " + host + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nx: y", "a\nb", "a\u0000b", "a\u007fb"})
  void aValueThatWouldEndItselfIsRefused(String value) {
    RequestHead head = ORIGIN.post("/a");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> head.header("openai-beta", value))
        .withMessageContaining("openai-beta");
    assertThat(text(head.bytes())).doesNotContain("openai-beta");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:", "ä", "a\r\nb"})
  void aNameThatIsNoneIsRefused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> ORIGIN.post("/a").header(name, "b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a b", "/a\r\nhost: b", "/a\tb", "/a\u007f"})
  void aTargetThatWouldEndItselfIsRefused(String target) {
    assertThatIllegalArgumentException().isThrownBy(() -> ORIGIN.post(target));
  }

  @Test
  void aHeadThatIsInUseStaysAsItIs() {
    RequestHead head = ORIGIN.post("/a");
    assertThat(head.bytes()).isSameAs(head.bytes());
    assertThatIllegalStateException().isThrownBy(() -> head.header("a", "b"));
  }
}
