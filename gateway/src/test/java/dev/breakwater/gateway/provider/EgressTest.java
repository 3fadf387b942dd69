package dev.breakwater.gateway.provider;

import static dev.breakwater.gateway.provider.ProviderRig.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.egress.Egress;
import dev.breakwater.gateway.egress.EgressRules;
import dev.breakwater.gateway.settings.BaseUrl;
import dev.breakwater.gateway.settings.Hosting;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.format.Protocol;
import io.vertx.core.http.HttpClientOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An address that is not the operator's own leads to nowhere inside, whatever its name resolves to.
 */
@Timeout(60)
class EgressTest {
  private static final Ask WHOLE = Chat.ask(false, "");
  private static final String NAME = "llm.example.com";
  private static final EgressRules WITH_LOOPBACK =
      new EgressRules(List.of(EgressRules.Allowed.parse("127.0.0.0/8").orElseThrow()));

  private final RawUpstream upstream = new RawUpstream();
  private final ExecutorService threads = Executors.newSingleThreadExecutor();
  private final Map<String, List<String>> names = new ConcurrentHashMap<>();
  private volatile EgressRules rules = EgressRules.PUBLIC_ONLY;

  EgressTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    threads.close();
    upstream.close();
    assertThat(upstream.failures()).isEmpty();
  }

  private List<InetAddress> resolve(String host) throws UnknownHostException {
    List<String> known = names.get(host);
    if (known == null) {
      throw new UnknownHostException(host);
    }
    List<InetAddress> addresses = new java.util.ArrayList<>();
    for (String address : known) {
      addresses.add(InetAddress.getByName(address));
    }
    return addresses;
  }

  private ProviderRig rig(String host) {
    return new ProviderRig(
        new ProviderSettings(
            new ProviderId("acme", "up"),
            "up",
            Protocol.OPENAI,
            new BaseUrl(
                URI.create("http://" + host + ":" + upstream.baseUrl().getPort() + "/v1"), false),
            new Secret(ProviderRig.SECRET),
            Hosting.Direct.PLAIN,
            List.of()),
        new HttpClientOptions(),
        new Egress(() -> rules, this::resolve, threads));
  }

  @Test
  void aNameThatComesToMeanThisMachineIsRefusedBeforeAByteIsSent() {
    names.put(NAME, List.of("127.0.0.1"));
    try (ProviderRig rig = rig(NAME)) {
      Fault fault = rig.start(WHOLE, PATIENT).failure();
      assertThat(fault).isInstanceOf(Fault.Forbidden.class);
      assertThat(fault.code()).isEqualTo("egress_refused");
      assertThat(fault.message()).contains(NAME, "127.0.0.1", "egress.allow");
    }
    assertThat(upstream.connections()).isZero();
  }

  @Test
  void oneInnerAddressAmongPublicOnesCondemnsTheName() {
    names.put(NAME, List.of("93.184.215.14", "127.0.0.1"));
    try (ProviderRig rig = rig(NAME)) {
      assertThat(rig.start(WHOLE, PATIENT).failure()).isInstanceOf(Fault.Forbidden.class);
    }
    assertThat(upstream.connections()).isZero();
  }

  @Test
  void anAddressInNumbersIsRefusedToo() {
    try (ProviderRig rig = rig("127.0.0.1")) {
      assertThat(rig.start(WHOLE, PATIENT).failure()).isInstanceOf(Fault.Forbidden.class);
    }
    assertThat(upstream.connections()).isZero();
  }

  /** Nothing but our resolver knows the name, so the connection went to what it had checked. */
  @Test
  void theConnectionGoesToTheAddressThatWasCheckedAndTheRequestToTheName() {
    rules = WITH_LOOPBACK;
    names.put(NAME, List.of("127.0.0.1"));
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(Chat.answer());
    });
    try (ProviderRig rig = rig(NAME)) {
      rig.start(WHOLE, PATIENT).outcome();
    }
    assertThat(upstream.peer(0).requests())
        .singleElement()
        .asString()
        .containsIgnoringCase("host: " + NAME + ":" + upstream.baseUrl().getPort());
  }

  @Test
  void theNextAddressIsTriedWhenTheFirstDoesNotTakeUs() {
    rules = WITH_LOOPBACK;
    names.put(NAME, List.of("127.0.0.77", "127.0.0.1"));
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(Chat.answer());
    });
    try (ProviderRig rig = rig(NAME)) {
      rig.start(WHOLE, PATIENT).outcome();
    }
    assertThat(upstream.connections()).isEqualTo(1);
  }

  @Test
  void aNameThatNobodyKnowsIsAFailureLikeAnyOther() {
    try (ProviderRig rig = rig(NAME)) {
      assertThat(rig.start(WHOLE, PATIENT).failure().code()).isEqualTo("unknown_host");
    }
  }

  @Test
  void aRedirectIsNotFollowed() throws IOException {
    rules = WITH_LOOPBACK;
    try (RawUpstream inner = new RawUpstream();
        ProviderRig rig = rig("127.0.0.1")) {
      upstream.then(peer -> {
        peer.readRequest();
        peer.send(
            "HTTP/1.1 302 Found\r\nLocation: " + inner.baseUrl() + "\r\nContent-Length: 0\r\n\r\n");
      });
      assertThat(rig.start(WHOLE, PATIENT).failure().status()).isEqualTo(302);
      assertThat(inner.connections()).isZero();
    }
  }
}
