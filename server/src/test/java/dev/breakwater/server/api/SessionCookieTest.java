package dev.breakwater.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.net.CookieManager;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionCookieTest {
  private static Optional<String> read(String... cookies) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (String cookie : cookies) {
      headers.add("Cookie", cookie);
    }
    return SessionCookie.read(headers);
  }

  @Test
  void aValueIsReadPlainAndQuoted() {
    assertThat(read("bw_session=t0k-en_")).contains("t0k-en_");
    assertThat(read("a=b; bw_session=\"t0k-en_\"; c=\"d\"")).contains("t0k-en_");
    assertThat(read("bw_session=\"t0k-en_\"", "bw_session=t0k-en_")).contains("t0k-en_");
  }

  @Test
  void halfAQuoteIsPartOfTheValueAndNothingIsNothing() {
    assertThat(read("bw_session=\"t")).contains("\"t");
    assertThat(read("bw_session=\"")).contains("\"");
    assertThat(read("bw_session=\"\"")).isEmpty();
    assertThat(read("bw_session=")).isEmpty();
    assertThat(read("other=t")).isEmpty();
  }

  @Test
  void twoThatDifferAreNone() {
    assertThat(read("bw_session=\"t\"; bw_session=u")).isEmpty();
  }

  @Test
  void whatTheJdksOwnClientKeepsComesBackAsItWasSet() throws Exception {
    URI server = URI.create("https://llm.example/api/auth/me");
    CookieManager client = new CookieManager();
    Operation.Header set = new SessionCookie(true).set("t0k-en_", Duration.ofDays(7));
    client.put(server, Map.of("Set-Cookie", List.of(set.value())));
    List<String> sent = client.get(server, Map.of()).getOrDefault("Cookie", List.of());
    assertThat(sent).anyMatch(cookie -> cookie.contains("bw_session=\"t0k-en_\""));
    assertThat(read(sent.toArray(String[]::new))).contains("t0k-en_");
  }
}
