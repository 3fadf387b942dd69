package dev.breakwater.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.http.Routes.Found;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesTest {
  private static final Endpoint CHAT = request -> {};
  private static final Endpoint LIST = request -> {};
  private static final Endpoint ONE = request -> {};
  private static final Endpoint GENERATE = request -> {};

  private final Routes routes =
      new Routes()
          .at(HttpMethod.POST, "/v1/chat", CHAT)
          .at(HttpMethod.GET, "/v1/models", LIST)
          .under(HttpMethod.GET, "/v1/", ONE)
          .under(HttpMethod.GET, "/v1/models/", ONE)
          .under(HttpMethod.POST, "/v1/models/", GENERATE);

  @Test
  void anExactPathWinsOverAPrefix() {
    assertThat(routes.find(HttpMethod.GET, "/v1/models")).isEqualTo(new Found.Here(LIST));
  }

  @Test
  void theLongestPrefixDecidesWhateverFollows() {
    assertThat(routes.find(HttpMethod.POST, "/v1/models/a/b:generate"))
        .isEqualTo(new Found.Here(GENERATE));
    assertThat(routes.find(HttpMethod.GET, "/v1/else")).isEqualTo(new Found.Here(ONE));
  }

  @Test
  void aPrefixAloneIsNoPath() {
    assertThat(
            new Routes()
                .under(HttpMethod.GET, "/v1/models/", ONE)
                .find(HttpMethod.GET, "/v1/models/"))
        .isEqualTo(new Found.Nothing());
  }

  @Test
  void anotherMethodIsToldWhichOnesThereAre() {
    assertThat(routes.find(HttpMethod.DELETE, "/v1/models/a"))
        .isEqualTo(new Found.OtherMethod(List.of("GET", "POST")));
    assertThat(routes.find(HttpMethod.GET, "/v1/chat"))
        .isEqualTo(new Found.OtherMethod(List.of("POST")));
  }

  @Test
  void anUnknownPathLeadsNowhere() {
    assertThat(routes.find(HttpMethod.GET, "/v2/chat")).isEqualTo(new Found.Nothing());
  }
}
