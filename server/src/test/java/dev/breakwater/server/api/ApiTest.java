package dev.breakwater.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.access.Access;
import dev.breakwater.gateway.access.Allowance;
import dev.breakwater.gateway.access.Credentials;
import dev.breakwater.gateway.access.KeyHash;
import dev.breakwater.gateway.access.KeyRing;
import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.access.VirtualKey.Scope;
import dev.breakwater.operations.roles.Right;
import dev.breakwater.server.api.Operation.Reply;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who may call what, and what the others are told. */
class ApiTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Set<String> KNOWN = Set.of("maxRetries", "delay", "mood", "inner", "list");

  /** Words for the field that has some. */
  private enum Mood {
    CALM,
    STORMY
  }

  private final KeyHash.Hasher hasher = new KeyHash.Hasher(new byte[32]);
  private final Authentication access =
      new KeyAuthentication(
          new Access(
              () ->
                  new KeyRing(
                      Map.of(
                          hasher.hash("reader"), key("reader", Scope.READ),
                          hasher.hash("admin"), key("admin", Scope.READ, Scope.ADMIN),
                          hasher.hash("app"), key("app", Scope.INFERENCE),
                          hasher.hash("theirs"), ofAcme())),
              hasher,
              false));

  private final Api api =
      new Api(
          List.of(
              operation(HttpMethod.GET, "/open", Permission.OPEN, request -> Reply.ok(Map.of())),
              operation(
                  HttpMethod.GET,
                  "/things/{id}",
                  Permission.READ,
                  request -> Reply.ok(request.variables())),
              operation(HttpMethod.PUT, "/things/{id}", Permission.CONFIGURE, ApiTest::fields),
              operation(
                  HttpMethod.GET,
                  "/local",
                  new Permission.OpenToLoopback(Right.READ),
                  request -> Reply.ok(new TextBody("text/plain", new byte[] {'x'}))),
              operation(
                  HttpMethod.GET,
                  "/all",
                  new Permission.Above(Right.READ),
                  request -> Reply.ok(Map.of())),
              operation(
                  HttpMethod.POST,
                  "/jobs",
                  new Permission.Needs(Right.MAINTAIN),
                  request -> Reply.ok(Map.of())),
              operation(
                  HttpMethod.GET,
                  "/limit",
                  Permission.OPEN,
                  request -> Reply.ok(Map.of("limit", request.parameter("limit", 7, 1, 100)))),
              operation(
                  HttpMethod.GET,
                  "/broken",
                  Permission.OPEN,
                  request -> {
                    throw new IllegalStateException("planted secret");
                  })));

  /** It may do as much within its tenant as can be. */
  private static VirtualKey ofAcme() {
    return new VirtualKey(
        "theirs",
        "theirs",
        "acme",
        "production",
        Set.of(Scope.READ, Scope.ADMIN),
        Role.OWNER,
        Allowance.ALL,
        VirtualKey.NEVER);
  }

  private static VirtualKey key(String name, Scope... scopes) {
    return new VirtualKey(name, name, "default", "production", Set.of(scopes));
  }

  private static Operation operation(
      HttpMethod method, String path, Permission permission, Operation.Action action) {
    return new Operation(
        method, path, permission, "s", List.of(), Optional.empty(), Schemas.of("object"), action);
  }

  private static Reply fields(ApiRequest request) {
    Fields fields = Fields.of(request.body()).only(KNOWN);
    Long retries = fields.whole("maxRetries");
    Object delay = fields.millis("delay");
    Mood mood = fields.word("mood", Mood.class);
    Fields inner = fields.object("inner");
    if (inner != null) {
      inner.only(Set.of("name")).text("name");
    }
    List<Fields> list = fields.objects("list");
    if (list != null) {
      list.forEach(it -> it.only(Set.of("name")).text("name"));
    }
    fields.refuseIfWrong();
    return Reply.ok(
        Map.of(
            "maxRetries", String.valueOf(retries),
            "delay", String.valueOf(delay),
            "mood", String.valueOf(mood)));
  }

  private Api.Outgoing.Whole call(HttpMethod method, String path, String key, String body) {
    return call(method, path, key, body, MultiMap.caseInsensitiveMultiMap(), false);
  }

  private Api.Outgoing.Whole call(
      HttpMethod method, String path, String key, String body, MultiMap query, boolean local) {
    return (Api.Outgoing.Whole)
        api.perform(
            new Api.Incoming(
                method,
                path,
                query,
                Credentials.of(key.isEmpty() ? null : "Bearer " + key, null, null, null),
                MultiMap.caseInsensitiveMultiMap(),
                new Api.Peer("127.0.0.1", local),
                body.getBytes(StandardCharsets.UTF_8)),
            access);
  }

  private Api.Outgoing.Whole get(String path, String key) {
    return call(HttpMethod.GET, path, key, "");
  }

  private JsonNode put(String body, int status) {
    Api.Outgoing.Whole answer = call(HttpMethod.PUT, "/things/1", "admin", body);
    assertThat(answer.status()).as(text(answer)).isEqualTo(status);
    return json(answer);
  }

  private static String text(Api.Outgoing.Whole answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static JsonNode json(Api.Outgoing.Whole answer) {
    return JSON.readTree(answer.body());
  }

  private static void assertProblem(Api.Outgoing.Whole answer, int status) {
    assertThat(answer.status()).as(text(answer)).isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(json(answer).get("status").intValue()).isEqualTo(status);
    assertThat(json(answer).get("title").stringValue()).isNotBlank();
    assertThat(json(answer).get("detail").stringValue()).isNotBlank();
    assertThat(json(answer).get("type").stringValue()).isEqualTo("about:blank");
  }

  @Test
  void aPathIsMatchedSegmentBySegment() {
    assertThat(Api.match("/a/{b}/c", "/a/x/c")).contains(Map.of("b", "x"));
    assertThat(Api.match("/a", "/a")).contains(Map.of());
    assertThat(Api.match("/a/{b}", "/a")).isEmpty();
    assertThat(Api.match("/a/{b}", "/a/x/y")).isEmpty();
    assertThat(Api.match("/a", "/a/")).isEmpty();
    assertThat(Api.match("/a", "/A")).isEmpty();
    assertThat(Api.match("/{a}/{b}", "/1/2")).contains(Map.of("a", "1", "b", "2"));
  }

  @Test
  void eachPermissionLetsInThoseItNames() {
    assertThat(get("/open", "").status()).isEqualTo(200);
    assertProblem(get("/things/1", ""), 401);
    assertProblem(get("/things/1", "nobody"), 401);
    assertProblem(get("/things/1", "app"), 403);
    assertThat(text(get("/things/7", "reader"))).isEqualTo("{\"id\":\"7\"}");
    assertProblem(call(HttpMethod.PUT, "/things/1", "reader", "{}"), 403);
    assertThat(call(HttpMethod.PUT, "/things/1", "admin", "{}").status()).isEqualTo(200);
  }

  @Test
  void whatIsOpenToThisMachineTakesAKeyFromElsewhere() {
    MultiMap none = MultiMap.caseInsensitiveMultiMap();
    assertThat(text(call(HttpMethod.GET, "/local", "", "", none, true))).isEqualTo("x");
    assertProblem(call(HttpMethod.GET, "/local", "", "", none, false), 401);
    assertThat(call(HttpMethod.GET, "/local", "reader", "", none, false).status()).isEqualTo(200);
  }

  @Test
  void whatConcernsAllTenantsIsNotForOnesOwnOwner() {
    assertThat(get("/all", "reader").status()).isEqualTo(200);
    assertThat(get("/things/1", "theirs").status()).isEqualTo(200);
    assertProblem(get("/all", "theirs"), 403);
    assertThat(text(get("/all", "theirs"))).contains("the tenant 'acme'");
    assertProblem(get("/local", "theirs"), 403);
    assertThat(call(HttpMethod.POST, "/jobs", "admin", "").status()).isEqualTo(200);
    assertProblem(call(HttpMethod.POST, "/jobs", "theirs", ""), 403);
  }

  @Test
  void anUnknownPathIs404AndNobodyWithoutAKeyLearnsWhich() {
    assertProblem(get("/nothing", "reader"), 404);
    assertProblem(get("/nothing", ""), 401);
    assertProblem(call(HttpMethod.POST, "/things/1", "", ""), 401);
  }

  @Test
  void anotherMethodIs405WithThoseThatThereAre() {
    Api.Outgoing.Whole answer = call(HttpMethod.POST, "/things/1", "reader", "");
    assertProblem(answer, 405);
    assertThat(answer.allow()).contains("GET, PUT");
  }

  @Test
  void aFaultOfOurOwnIs500AndTellsNothing() {
    Api.Outgoing.Whole answer = get("/broken", "");
    assertProblem(answer, 500);
    assertThat(text(answer)).doesNotContain("planted");
  }

  @Test
  void invalidJsonIs400WithLineAndColumn() {
    JsonNode problem = put("{\n  \"maxRetries\": 1,\n  \"delay\" 5}", 400);
    assertThat(problem.get("detail").stringValue()).contains("line 3, column");
  }

  @Test
  void duplicateKeysAre400() {
    JsonNode problem = put("{\"maxRetries\": 1,\n\"maxRetries\": 2}", 400);
    assertThat(problem.get("detail").stringValue()).containsIgnoringCase("duplicate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "null",
        "3",
        "\"text\"",
        "{} {}",
        "{}x",
        "{\"maxRetries\": NaN}",
        "{\"maxRetries\": 01}",
        "{'maxRetries': 1}",
        "{\"maxRetries\": 1,}"
      })
  void whatIsNoJsonObjectIs400(String body) {
    put(body, 400);
  }

  @Test
  void bytesThatAreNoTextAndNestingWithoutEndAre400() {
    Api.Outgoing.Whole invalid =
        (Api.Outgoing.Whole)
            api.perform(
                new Api.Incoming(
                    HttpMethod.PUT,
                    "/things/1",
                    MultiMap.caseInsensitiveMultiMap(),
                    Credentials.of("Bearer admin", null, null, null),
                    MultiMap.caseInsensitiveMultiMap(),
                    new Api.Peer("192.0.2.1", false),
                    new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'}),
                access);
    assertProblem(invalid, 400);
    put("{\"inner\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}", 400);
  }

  @Test
  void anUnknownFieldIsNamedWithTheNearestKnownOne() {
    JsonNode problem = put("{\"maxRetrys\": 1}", 422);
    assertThat(problem.get("field").stringValue()).isEqualTo("maxRetrys");
    assertThat(problem.get("detail").stringValue()).contains("nearest is 'maxRetries'");
  }

  @Test
  void everythingThatIsWrongIsToldAtOnceWithItsPlace() {
    JsonNode problem =
        put(
            """
            {"maxRetries": 1.5, "delay": -1, "mood": "wild", "inner": {"name": 3, "nam": 1},
             "list": [{"name": "a"}, {"name": []}, 7]}\
            """,
            422);
    assertThat(problem.get("errors").valueStream().map(it -> it.get("field").stringValue()))
        .containsExactlyInAnyOrder(
            "maxRetries", "delay", "mood", "inner.name", "inner.nam", "list[1].name", "list[2]");
    assertThat(problem.get("field").stringValue()).isEqualTo("maxRetries");
    assertThat(problem.get("detail").stringValue()).contains("one of calm, stormy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5",
        "\"1\"",
        "true",
        "[]",
        "{}",
        "1e400",
        "-1e400",
        "1e999999999",
        "9223372036854775808",
        "123456789012345678901234567890"
      })
  void whatIsNoWholeNumberThatFitsIs422(String number) {
    JsonNode problem = put("{\"maxRetries\": " + number + "}", 422);
    assertThat(problem.get("field").stringValue()).isEqualTo("maxRetries");
  }

  @Test
  void wholeNumbersMayBeWrittenInSeveralWaysAndNullIsAbsent() {
    assertThat(put("{\"maxRetries\": 3.0}", 200).get("maxRetries").stringValue()).isEqualTo("3");
    assertThat(put("{\"maxRetries\": 3e2}", 200).get("maxRetries").stringValue()).isEqualTo("300");
    assertThat(put("{\"maxRetries\": null}", 200).get("maxRetries").stringValue())
        .isEqualTo("null");
    assertThat(put("{\"mood\": \"Stormy\"}", 200).get("mood").stringValue()).isEqualTo("STORMY");
  }

  @Test
  void aParameterOutOfItsRangeIs400WithItsNameAndRange() {
    for (String value : List.of("0", "101", "-1", "1.5", "x", "99999999999")) {
      MultiMap query = MultiMap.caseInsensitiveMultiMap().add("limit", value);
      Api.Outgoing.Whole answer = call(HttpMethod.GET, "/limit", "", "", query, false);
      assertProblem(answer, 400);
      assertThat(json(answer).get("field").stringValue()).isEqualTo("limit");
      assertThat(text(answer)).contains("1 to 100");
    }
    MultiMap empty = MultiMap.caseInsensitiveMultiMap().add("limit", "");
    assertThat(text(call(HttpMethod.GET, "/limit", "", "", empty, false))).contains("7");
  }

  @Test
  void anAmountIsAPlainDecimalHoweverSmall() {
    Operation money =
        operation(
            HttpMethod.GET,
            "/money",
            Permission.OPEN,
            request ->
                Reply.ok(
                    JsonMapper.shared()
                        .createObjectNode()
                        .put("one", Money.dollars(1))
                        .put("none", Money.dollars(0))
                        .put("round", Money.dollars(20_000_000_000L))));
    Api.Outgoing.Whole answer =
        (Api.Outgoing.Whole)
            new Api(List.of(money))
                .perform(
                    new Api.Incoming(
                        HttpMethod.GET,
                        "/money",
                        MultiMap.caseInsensitiveMultiMap(),
                        Credentials.NONE,
                        MultiMap.caseInsensitiveMultiMap(),
                        new Api.Peer("192.0.2.1", false),
                        new byte[0]),
                    access);
    assertThat(text(answer)).isEqualTo("{\"one\":0.000000001,\"none\":0,\"round\":20}");
  }
}
