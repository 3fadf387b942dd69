package dev.breakwater.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.access.Access;
import dev.breakwater.gateway.access.KeyHash;
import dev.breakwater.gateway.access.KeyRing;
import dev.breakwater.gateway.access.WrongKeys;
import dev.breakwater.gateway.attempt.Attempts;
import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.gateway.choice.Chooser;
import dev.breakwater.gateway.choice.ExpectedCosts;
import dev.breakwater.gateway.choice.Speed;
import dev.breakwater.gateway.concurrent.HeavyWork;
import dev.breakwater.gateway.egress.Egress;
import dev.breakwater.gateway.egress.EgressRules;
import dev.breakwater.gateway.offers.OfferedList;
import dev.breakwater.gateway.offers.OfferedModel;
import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.price.Priced;
import dev.breakwater.gateway.probe.Finding;
import dev.breakwater.gateway.probe.Finding.Extent;
import dev.breakwater.gateway.probe.Listing;
import dev.breakwater.gateway.provider.Accounting;
import dev.breakwater.gateway.provider.Chat;
import dev.breakwater.gateway.provider.HttpProvider;
import dev.breakwater.gateway.provider.RawUpstream;
import dev.breakwater.gateway.provider.TestLoop;
import dev.breakwater.gateway.route.RoutingTable;
import dev.breakwater.gateway.settings.Hosting;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptBegan;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.JournalFull;
import dev.breakwater.gateway.usage.Progress;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.gateway.usage.UsageLog;
import dev.breakwater.wire.bridge.Bridges;
import dev.breakwater.wire.format.Protocol;
import io.vertx.core.http.HttpClientAgent;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What providers are asked, what their answers mean, and what is written down of it. */
class LoopProbesTest {
  private static final Egress NO_EGRESS =
      new Egress(() -> EgressRules.PUBLIC_ONLY, host -> List.of(), Runnable::run);

  private static final Price PRICE =
      Priced.at(1_000_000_000L, 2_000_000_000L, 0, 0, 2_000_000_000L, "test");
  private static final Secret KEY = new Secret("sk-planted-0123456789");

  private final TestLoop loop = TestLoop.carrying();
  private final RawUpstream upstream;
  private final Written written = new Written();
  private final LoopProbes probes;

  LoopProbesTest() throws IOException {
    upstream = new RawUpstream();
    HttpClientAgent client = loop.vertx().createHttpClient();
    Bridges bridges = new Bridges(() -> 1);
    HeavyWork heavyWork = new HeavyWork(Runnable::run);
    Services services =
        new Services(
            loop.time(),
            new Access(
                () -> new KeyRing(Map.of()),
                new KeyHash.Hasher(new byte[32]),
                false,
                new WrongKeys(loop.time(), 1),
                loop.time()),
            tenant -> new RoutingTable(Settings.EMPTY, vendor -> List.of()),
            new Chooser(
                new Random(2),
                loop.time(),
                target -> Speed.of(Optional.empty(), Optional.empty()),
                new ExpectedCosts(target -> Optional.empty())),
            new Attempts(
                new TargetHealths(loop.time()),
                target -> {
                  throw new AssertionError("no request is made here");
                },
                (ask, target) -> OptionalLong.empty(),
                body -> {
                  throw new AssertionError("nobody hedges here");
                },
                new Random(1)),
            (target, atMillis) -> Optional.of(PRICE),
            written,
            written.meter(),
            Recording.NONE,
            () -> true,
            heavyWork);
    probes =
        new LoopProbes(
            loop,
            services,
            written.meter(),
            settings ->
                new HttpProvider(
                    bridges, settings, client, loop, heavyWork, NO_EGRESS, Accounting.fresh()),
            new RequestIds(new Random(1)));
  }

  @AfterEach
  void close() throws IOException {
    probes.close();
    loop.close();
    upstream.close();
    assertThat(upstream.failures()).isEmpty();
  }

  private ProviderSettings provider(Protocol protocol, Hosting hosting) {
    URI base = upstream.baseUrl();
    URI host = URI.create("http://localhost:" + base.getPort());
    return new ProviderSettings(
        "up", "up", protocol, protocol == Protocol.OPENAI ? base : host, KEY, hosting, List.of());
  }

  private ProviderSettings openai() {
    return provider(Protocol.OPENAI, Hosting.Direct.PLAIN);
  }

  private void says(int status, String body) {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(Chat.response(status, "application/json", body));
    });
  }

  private String firstLine() {
    return upstream.peer(0).requests().getFirst().lines().findFirst().orElseThrow();
  }

  private Finding list(ProviderSettings settings) {
    return probes.list(settings).finding();
  }

  private String listedFrom(ProviderSettings settings) {
    says(200, "{\"data\": []}");
    assertThat(list(settings)).isInstanceOf(Finding.Well.class);
    return firstLine();
  }

  @Test
  void openAisListIsFetchedWithTheKey() {
    assertThat(listedFrom(openai())).isEqualTo("GET /v1/models HTTP/1.1");
    assertThat(upstream.peer(0).requests().getFirst()).contains("Bearer " + KEY.reveal());
  }

  @Test
  void anthropicsListIsAskedForInLongPages() {
    assertThat(listedFrom(provider(Protocol.ANTHROPIC, Hosting.Direct.PLAIN)))
        .isEqualTo("GET /v1/models?limit=1000 HTTP/1.1");
  }

  @Test
  void geminisListIsAskedForInLongPages() {
    assertThat(listedFrom(provider(Protocol.GEMINI, Hosting.Direct.PLAIN)))
        .isEqualTo("GET /v1beta/models?pageSize=1000 HTTP/1.1");
  }

  private List<String> names(ProviderSettings settings, boolean whole) {
    OfferedList models = probes.list(settings).models().orElseThrow();
    assertThat(models.whole()).isEqualTo(whole);
    return models.models().stream().map(OfferedModel::name).toList();
  }

  private String pathOf(int call) {
    return upstream.peer(0).requests().get(call).lines().findFirst().orElseThrow();
  }

  @Test
  void listsAreReadPageByPage() {
    upstream.then(peer -> {
      for (String page :
          List.of(
              "{\"data\": [{\"id\": \"a\"}], \"has_more\": true, \"last_id\": \"a b&c\"}",
              "{\"data\": [{\"id\": \"a\"}, {\"id\": \"b\"}], \"has_more\": false}")) {
        peer.readRequest();
        peer.send(Chat.response(200, "application/json", page));
      }
    });
    assertThat(names(provider(Protocol.ANTHROPIC, Hosting.Direct.PLAIN), true))
        .containsExactly("a", "b");
    assertThat(pathOf(1)).isEqualTo("GET /v1/models?limit=1000&after_id=a+b%26c HTTP/1.1");
  }

  @Test
  void aPageThatFailsMakesTheListAPart() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(
          Chat.response(
              200,
              "application/json",
              "{\"models\": [{\"name\": \"models/a\"}], \"nextPageToken\": \"t\"}"));
      peer.readRequest();
      peer.send(Chat.response(500, "application/json", "{}"));
    });
    assertThat(names(provider(Protocol.GEMINI, Hosting.Direct.PLAIN), false)).containsExactly("a");
    assertThat(pathOf(1)).isEqualTo("GET /v1beta/models?pageSize=1000&pageToken=t HTTP/1.1");
  }

  @Test
  void pagesWithoutEndAreReadToTheTenth() {
    AtomicInteger pages = new AtomicInteger();
    upstream.then(peer -> {
      while (true) {
        peer.readRequest();
        int page = pages.incrementAndGet();
        peer.send(
            Chat.response(
                200,
                "application/json",
                "{\"models\": [{\"name\": \"m%d\"}], \"nextPageToken\": \"%d\"}"
                    .formatted(page, page)));
      }
    });
    assertThat(names(provider(Protocol.GEMINI, Hosting.Direct.PLAIN), false)).hasSize(10);
    assertThat(pages).hasValue(10);
  }

  @Test
  void azuresNamesAreNotThoseOfItsDeployments() {
    says(200, "{\"data\": [{\"id\": \"gpt-4o-mini-2024-07-18\"}]}");
    ProviderSettings azure =
        new ProviderSettings(
            "up",
            "up",
            Protocol.OPENAI,
            URI.create("http://localhost:" + upstream.baseUrl().getPort()),
            KEY,
            new Hosting.Azure(null, Map.of()),
            List.of());
    Listing listing = probes.list(azure);
    assertThat(listing.finding()).isInstanceOf(Finding.Well.class);
    assertThat(listing.models()).isEmpty();
  }

  @Test
  void azuresListIsTheResources() {
    ProviderSettings dated =
        new ProviderSettings(
            "up",
            "up",
            Protocol.OPENAI,
            URI.create("http://localhost:" + upstream.baseUrl().getPort()),
            KEY,
            new Hosting.Azure("2024-10-21", Map.of()),
            List.of());
    assertThat(listedFrom(dated)).isEqualTo("GET /openai/models?api-version=2024-10-21 HTTP/1.1");
  }

  @Test
  void bedrocksListIsSigned() {
    assertThat(
            listedFrom(
                provider(Protocol.BEDROCK, new Hosting.Bedrock("us-east-1", "AKID", KEY, null))))
        .isEqualTo("GET /foundation-models HTTP/1.1");
    assertThat(upstream.peer(0).requests().getFirst())
        .contains("AWS4-HMAC-SHA256 Credential=AKID/");
  }

  @Test
  void aListThatMayNotBeSeenIsNoIllness() {
    says(403, "{\"error\": {\"message\": \"missing scope\"}}");
    assertThat(list(openai())).isInstanceOf(Finding.NotOffered.class);
  }

  @Test
  void aDeclinedKeySpeaksForTheWholeProvider() {
    says(401, "{\"error\": {\"message\": \"bad key " + KEY.reveal() + "\"}}");
    Finding.Ill ill = (Finding.Ill) list(openai());
    assertThat(ill.extent()).isEqualTo(Extent.PROVIDER);
    assertThat(ill.message()).contains("bad key").doesNotContain(KEY.reveal());
  }

  @Test
  void aListThatFailsOrIsNoneIsIll() {
    says(503, "{\"error\": {\"message\": \"down\"}}");
    Finding.Ill ill = (Finding.Ill) list(openai());
    assertThat(ill.extent()).isEqualTo(Extent.QUESTION);
    says(200, "<html>maintenance</html>");
    assertThat(list(openai())).isInstanceOf(Finding.Ill.class);
    says(200, "{\"error\": {\"message\": \"oops\"}}");
    assertThat(list(openai())).isInstanceOf(Finding.Ill.class);
  }

  @Test
  void aRateLimitSaysNothing() {
    says(429, "{\"error\": {\"message\": \"slow down\"}}");
    assertThat(list(openai())).isInstanceOf(Finding.Unclear.class);
    assertThat(written.began).isEmpty();
  }

  @Test
  void nobodyThereSpeaksForTheWholeProvider() throws IOException {
    ProviderSettings settings = openai();
    upstream.close();
    Finding.Ill ill = (Finding.Ill) probes.oneToken(settings, "m");
    assertThat(ill.extent()).isEqualTo(Extent.PROVIDER);
    assertThat(ill.code()).isEqualTo("refused");
  }

  @Test
  void aKeptConnectionThatWasClosedMeanwhileIsNoFailure() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.reset();
    });
    says(200, "{\"data\": []}");
    assertThat(list(openai())).isInstanceOf(Finding.Well.class);
    assertThat(upstream.connections()).isEqualTo(2);
  }

  @Test
  void oneTokenIsAskedForPaidAndNobodysRequest() {
    says(200, Chat.ANSWER);
    Finding.Well well = (Finding.Well) probes.oneToken(openai(), "m");
    assertThat(upstream.peer(0).requests().getFirst()).contains("\"max_tokens\":1");
    assertThat(well.text()).isEqualTo("hello");
    assertThat(well.costNanos()).isEqualTo(7 * 1_000L + 3 * 2_000L);
    assertThat(written.began)
        .singleElement()
        .satisfies(began -> {
          assertThat(began.tenant()).isEqualTo("system");
          assertThat(began.target()).isEqualTo(new Target("up", "m"));
        });
    assertThat(written.attempts).hasSize(1);
    assertThat(written.requests)
        .singleElement()
        .satisfies(ended -> {
          assertThat(ended.tenant()).isEqualTo("system");
          assertThat(ended.status()).isEqualTo(Status.SUCCESS);
        });
    assertThat(written.metered).as("attempts that are metered").hasSize(1);
    assertThat(written.meteredRequests).as("requests that are metered").isEmpty();
  }

  @Test
  void aModelThatFailsSpeaksForItselfAndIsWrittenDown() {
    says(500, "{\"error\": {\"message\": \"down\"}}");
    Finding.Ill ill = (Finding.Ill) probes.oneToken(openai(), "m");
    assertThat(ill.extent()).isEqualTo(Extent.QUESTION);
    assertThat(ill.message()).contains("up/m answered 500");
    assertThat(ill.costNanos()).isZero();
    assertThat(written.requests).singleElement().matches(it -> it.status() == Status.ERROR);
  }

  @Test
  void aModelThatSaysNoIsThere() {
    says(400, "{\"error\": {\"message\": \"max_tokens is too small\"}}");
    assertThat(probes.oneToken(openai(), "m")).isInstanceOf(Finding.Refused.class);
  }

  @Test
  void whatCannotBeRecordedIsNotAsked() {
    written.full = true;
    assertThat(probes.oneToken(openai(), "m")).isInstanceOf(Finding.Unclear.class);
    assertThat(upstream.connections()).isZero();
  }

  @Test
  void whoeverStopsGivesUpWhatIsUnderWay() {
    upstream.then(peer -> {
      peer.readRequest();
      probes.close();
      peer.silence();
    });
    assertThat(list(openai())).isInstanceOf(Finding.Unclear.class);
  }

  /** What the journal and the meter hear. */
  private static final class Written implements UsageLog {
    private final Queue<AttemptBegan> began = new ConcurrentLinkedQueue<>();
    private final Queue<AttemptEnded> attempts = new ConcurrentLinkedQueue<>();
    private final Queue<RequestEnded> requests = new ConcurrentLinkedQueue<>();
    private final Queue<AttemptEnded> metered = new ConcurrentLinkedQueue<>();
    private final Queue<RequestEnded> meteredRequests = new ConcurrentLinkedQueue<>();
    private volatile boolean full;

    @Override
    public Progress began(AttemptBegan record) throws JournalFull {
      if (full) {
        throw new JournalFull("planted");
      }
      began.add(record);
      return Progress.UNKEPT;
    }

    @Override
    public void ended(AttemptEnded record) {
      attempts.add(record);
    }

    @Override
    public void ended(RequestEnded record) {
      requests.add(record);
    }

    Meter meter() {
      return new Meter() {
        @Override
        public void ended(Target target, AttemptEnded attempt) {
          metered.add(attempt);
        }

        @Override
        public void ended(RequestEnded request) {
          meteredRequests.add(request);
        }
      };
    }
  }
}
