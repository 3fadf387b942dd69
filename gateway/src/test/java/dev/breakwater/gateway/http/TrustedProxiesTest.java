package dev.breakwater.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.egress.Network;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrustedProxiesTest {
  private static final String CLIENT = "203.0.113.9";
  private static final String PROXY = "10.0.0.7";
  private final TrustedProxies proxies = trusting("10.0.0.0/8", "192.0.2.1", "fd00::/8");

  private static TrustedProxies trusting(String... networks) {
    return new TrustedProxies(
        Stream.of(networks).map(Network::parse).map(Optional::orElseThrow).toList());
  }

  private String client(String... forwarded) {
    return proxies.client(PROXY, List.of(forwarded));
  }

  @Test
  void theLastAddressThatIsNoTrustedProxyIsTheClient() {
    assertThat(client(CLIENT)).isEqualTo(CLIENT);
    assertThat(client(CLIENT + ", 192.0.2.1,10.1.1.1")).isEqualTo(CLIENT);
    assertThat(client("2001:db8::1, fd00::5")).isEqualTo("2001:db8:0:0:0:0:0:1");
  }

  @Test
  void whatTheClientWroteItselfChangesNothing() {
    assertThat(client("127.0.0.1, 10.0.0.1, " + CLIENT)).isEqualTo(CLIENT);
    assertThat(client("127.0.0.1", CLIENT)).isEqualTo(CLIENT);
  }

  @Test
  void nobodyElseIsBelieved() {
    assertThat(proxies.client("198.51.100.1", List.of(CLIENT))).isEqualTo("198.51.100.1");
    assertThat(TrustedProxies.NONE.client(PROXY, List.of(CLIENT))).isEqualTo(PROXY);
  }

  @Test
  void portsAreLeftOutAndWhatIsNoAddressEndsTheWay() {
    assertThat(client(CLIENT + ":4711")).isEqualTo(CLIENT);
    assertThat(client("[2001:db8::1]:4711")).isEqualTo("2001:db8:0:0:0:0:0:1");
    assertThat(client("unknown, 10.2.2.2")).isEqualTo("10.2.2.2");
    assertThat(client("localhost")).isEqualTo(PROXY);
    assertThat(client("")).isEqualTo(PROXY);
    assertThat(client(",")).isEqualTo(PROXY);
    assertThat(client()).isEqualTo(PROXY);
  }

  @Test
  void aWayOfProxiesOnlyEndsAtTheFarthest() {
    assertThat(client("10.3.3.3, 10.2.2.2")).isEqualTo("10.3.3.3");
  }

  @Test
  void aVeryLongWayIsNotFollowedToItsEnd() {
    String way = CLIENT + ", " + String.join(",", Collections.nCopies(10_000, "10.2.2.2"));
    assertThat(client(way)).isEqualTo("10.2.2.2");
  }
}
