package dev.breakwater.server.api.signin;

import dev.breakwater.operations.roles.Principal;
import dev.breakwater.operations.roles.Right;
import dev.breakwater.operations.roles.Rights;
import dev.breakwater.operations.users.Session;
import dev.breakwater.operations.users.Sessions;
import dev.breakwater.operations.users.SignIn;
import dev.breakwater.operations.users.SignInAnswer;
import dev.breakwater.operations.users.User;
import dev.breakwater.operations.users.Users;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.BrowserCalls;
import dev.breakwater.server.api.Fields;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.server.api.SessionCookie;
import dev.breakwater.server.api.Times;
import dev.breakwater.server.api.users.UserJson;
import dev.breakwater.server.api.users.UserProblems;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Signing in by password and out again, and what somebody may know and change of themselves. */
public final class SignInResource {
  private static final String PATH = "/api/auth";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final SignIn signIn;
  private final Sessions sessions;
  private final Users users;
  private final Welcoming welcoming;
  private final BooleanSupplier oidc;

  /**
   * @param cookie how sessions are carried
   * @param oidc whether there is an issuer to sign in at
   */
  public SignInResource(
      SignIn signIn,
      Sessions sessions,
      Users users,
      Function<ApiRequest, SessionCookie> cookie,
      BooleanSupplier oidc) {
    this.signIn = signIn;
    this.sessions = sessions;
    this.users = users;
    this.welcoming = new Welcoming(cookie);
    this.oidc = oidc;
  }

  public List<Operation> operations() {
    return List.of(
        operation(
            HttpMethod.POST,
            "/sign-in",
            Permission.OPEN,
            "Signs in by password; the session's token comes as a cookie, and what changes"
                + " something carries csrfToken in X-CSRF-Token. Too many failures have to wait:"
                + " 429 with Retry-After",
            Optional.of(Schemas.object(it -> it.all("string", "login", "password"))),
            begun(),
            this::signIn),
        operation(
            HttpMethod.POST,
            "/sign-out",
            Permission.KNOWN,
            "Ends the session of the cookie",
            Optional.empty(),
            Schemas.object(it -> it.all("boolean", "signedOut")),
            this::signOut),
        operation(
            HttpMethod.GET,
            "/session",
            Permission.OPEN,
            "The session of the cookie, if it holds, and the ways to sign in",
            Optional.empty(),
            Schemas.object(it ->
                it.all("boolean", "authenticated", "oidc")
                    .all("string", "csrfToken", "expiresAt")
                    .add("user", UserJson.schema())),
            this::session),
        operation(
            HttpMethod.GET,
            "/me",
            Permission.KNOWN,
            "Who calls, by key or session, and what they may do",
            Optional.empty(),
            Schemas.object(it ->
                it.all("string", "kind", "id", "name", "role", "tenant")
                    .add("rights", Schemas.array(Schemas.of("string")))),
            this::me),
        operation(
            HttpMethod.PUT,
            "/password",
            Permission.KNOWN,
            "Changes one's own password; one's other sessions end",
            Optional.of(Schemas.object(it -> it.all("string", "oldPassword", "newPassword"))),
            Schemas.object(it -> it.add("user", UserJson.schema())),
            this::password));
  }

  private static Operation operation(
      HttpMethod method,
      String path,
      Permission permission,
      String summary,
      Optional<ObjectNode> request,
      ObjectNode response,
      Operation.Action action) {
    return new Operation(
        method, PATH + path, permission, summary, List.of(), request, response, action);
  }

  private static ObjectNode begun() {
    return Schemas.object(
        it -> it.all("string", "csrfToken", "expiresAt").add("user", UserJson.schema()));
  }

  private Reply signIn(ApiRequest request) {
    BrowserCalls.refuseForeign(request.headers());
    BrowserCalls.requireJson(request.headers());
    Fields fields = Fields.of(request.body()).only(Set.of("login", "password"));
    String login = needed(fields, "login");
    String password = needed(fields, "password");
    fields.refuseIfWrong();
    String address = request.actor().address();
    return switch (signIn.byPassword(login, password, address)) {
      case SignInAnswer.Welcome welcome -> {
        ObjectNode answer =
            described(welcome.session().csrfToken(), welcome.session().expires(), welcome.user());
        yield new Reply(200, answer, List.of(welcoming.cookie(request, welcome)));
      }
      case SignInAnswer.Refused _ ->
          throw ApiProblem.of(401, "Login and password do not belong together.");
      case SignInAnswer.Later later -> throw Welcoming.later(later);
      case SignInAnswer.Denied denied -> throw ApiProblem.of(403, denied.why());
    };
  }

  private static ObjectNode described(String csrfToken, Instant expires, User user) {
    ObjectNode answer =
        JSON.createObjectNode()
            .put("csrfToken", csrfToken)
            .put("expiresAt", Times.toSecond(expires));
    answer.set("user", UserJson.of(user));
    return answer;
  }

  /** A key has no session to end, and is told so. */
  private Reply signOut(ApiRequest request) {
    Optional<String> token = SessionCookie.read(request.headers());
    Optional<Session.Owned> owned = own(request);
    if (owned.isPresent() && token.isPresent()) {
      signIn.out(owned.get(), token.get(), request.actor().address());
    }
    return new Reply(
        200,
        JSON.createObjectNode().put("signedOut", owned.isPresent()),
        List.of(welcoming.forget(request)));
  }

  private Reply session(ApiRequest request) {
    BrowserCalls.refuseForeign(request.headers());
    Optional<String> token = SessionCookie.read(request.headers());
    Optional<Session.Owned> owned = token.flatMap(sessions::find);
    ObjectNode answer =
        owned
            .map(it ->
                described(
                    sessions.csrfToken(token.orElseThrow()), it.session().expires(), it.user()))
            .orElseGet(JSON::createObjectNode);
    return Reply.ok(
        answer.put("authenticated", owned.isPresent()).put("oidc", oidc.getAsBoolean()));
  }

  private Reply me(ApiRequest request) {
    Principal principal = request.principal();
    ObjectNode answer =
        JSON.createObjectNode()
            .put("kind", principal.kind().name().toLowerCase(Locale.ROOT))
            .put("id", principal.id())
            .put("name", principal.name())
            .put("role", UserJson.word(principal.role()))
            .put("tenant", principal.tenant().orElse(null));
    ArrayNode rights = answer.putArray("rights");
    for (Right right : Rights.of(principal.role())) {
      rights.add(right.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return Reply.ok(answer);
  }

  private Reply password(ApiRequest request) {
    Session.Owned owned =
        own(request)
            .orElseThrow(() ->
                ApiProblem.of(409, "Only somebody who is signed in has a password of their own."));
    Fields fields = Fields.of(request.body()).only(Set.of("oldPassword", "newPassword"));
    String before = needed(fields, "oldPassword");
    String after = needed(fields, "newPassword");
    fields.refuseIfWrong();
    signIn
        .confirm(owned.user(), before, request.actor().address())
        .ifPresent(no -> {
          throw no instanceof SignInAnswer.Later later
              ? Welcoming.later(later)
              : ApiProblem.at(403, "oldPassword", "oldPassword is not the password.");
        });
    String token = SessionCookie.read(request.headers()).orElse("");
    User user =
        UserProblems.done(users.setOwnPassword(request.actor(), owned.user(), after, token));
    return Reply.ok(JSON.createObjectNode().set("user", UserJson.of(user)));
  }

  /** The session that the call was let in by; empty when it was a key. */
  private Optional<Session.Owned> own(ApiRequest request) {
    return request.principal().kind() == Principal.Kind.USER
        ? SessionCookie.read(request.headers()).flatMap(sessions::find)
        : Optional.empty();
  }

  private static String needed(Fields fields, String name) {
    String text = fields.text(name);
    if (text == null) {
      fields.wrongIfRight(name, "is missing");
      return "";
    }
    return text;
  }
}
