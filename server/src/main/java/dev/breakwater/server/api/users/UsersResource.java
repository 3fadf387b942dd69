package dev.breakwater.server.api.users;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.operations.users.User;
import dev.breakwater.operations.users.UserChange;
import dev.breakwater.operations.users.UserDraft;
import dev.breakwater.operations.users.Users;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Fields;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Parameter;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import dev.breakwater.server.api.Schemas;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** People who administer: who there is, and what each may do. */
public final class UsersResource {
  private static final String PATH = "/api/admin/users";
  private static final String ONE = PATH + "/{id}";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  private final Users users;

  public UsersResource(Users users) {
    this.users = users;
  }

  public List<Operation> operations() {
    return List.of(
        new Operation(
            HttpMethod.GET,
            PATH,
            Permission.MANAGE_USERS,
            "Everybody who can sign in, by login, page by page",
            List.of(
                new Parameter("tenant", "string", "only this one's people"),
                new Parameter("limit", "integer", "1 to 1,000, 100 by default"),
                new Parameter("cursor", "string", "the nextCursor of the page before")),
            Optional.empty(),
            Schemas.object(it ->
                it.add("users", Schemas.array(UserJson.schema())).all("string", "nextCursor")),
            this::list),
        operation(HttpMethod.GET, ONE, "Somebody", Optional.empty(), wrapped(), this::one),
        operation(
            HttpMethod.POST,
            PATH,
            "Makes somebody who can sign in; without a password, once they have been given one",
            Optional.of(
                Schemas.object(it ->
                    it.all("string", "login", "name", "tenant", "password")
                        .add("role", UserJson.roles()))),
            UserJson.schema(),
            this::create),
        operation(
            HttpMethod.PUT,
            ONE,
            "Changes somebody; what is left out stays. Their sessions end when it changes what"
                + " they may do",
            Optional.of(
                Schemas.object(it ->
                    it.all("string", "name", "tenant")
                        .all("boolean", "disabled")
                        .add("role", UserJson.roles()))),
            UserJson.schema(),
            this::change),
        operation(
            HttpMethod.DELETE,
            ONE,
            "Removes somebody for good; their sessions end",
            Optional.empty(),
            wrapped(),
            this::delete),
        operation(
            HttpMethod.PUT,
            ONE + "/password",
            "Gives somebody another password; all their sessions end",
            Optional.of(Schemas.object(it -> it.all("string", "password"))),
            wrapped(),
            this::password));
  }

  private static Operation operation(
      HttpMethod method,
      String path,
      String summary,
      Optional<ObjectNode> request,
      ObjectNode response,
      Operation.Action action) {
    return new Operation(
        method, path, Permission.MANAGE_USERS, summary, List.of(), request, response, action);
  }

  private static ObjectNode wrapped() {
    return Schemas.object(it -> it.add("user", UserJson.schema()));
  }

  private Reply list(ApiRequest request) {
    int limit = request.parameter("limit", USUAL, 1, MOST);
    String after = request.parameter("cursor").map(UsersResource::login).orElse("");
    List<User> page = users.page(request.tenant(), after, limit + 1);
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode listed = answer.putArray("users");
    page.stream().limit(limit).forEach(user -> listed.add(UserJson.of(user)));
    return Reply.ok(
        answer.put("nextCursor", page.size() > limit ? cursor(page.get(limit - 1)) : null));
  }

  private Reply one(ApiRequest request) {
    return users
        .find(request.principal(), id(request))
        .map(user -> wrapped(user))
        .orElseThrow(UserProblems::unknown);
  }

  private Reply create(ApiRequest request) {
    Fields fields =
        Fields.of(request.body()).only(Set.of("login", "name", "role", "tenant", "password"));
    String login = fields.text("login");
    String name = fields.text("name");
    Role role = role(fields);
    String tenant = fields.text("tenant");
    String password = fields.text("password");
    if (login == null) {
      fields.wrongIfRight("login", "is missing");
    }
    if (role == null) {
      fields.wrongIfRight("role", "is missing; it is one of " + roleWords());
    }
    fields.refuseIfWrong();
    if (login == null || role == null) {
      throw ApiProblem.of(422, "'login' and 'role' are needed.");
    }
    UserDraft draft =
        new UserDraft(
            login, name, role, Optional.ofNullable(tenant).filter(it -> !it.isEmpty()), password);
    return new Reply(201, UserJson.of(UserProblems.done(users.create(request.actor(), draft))));
  }

  private Reply change(ApiRequest request) {
    Fields fields = Fields.of(request.body()).only(Set.of("name", "role", "tenant", "disabled"));
    UserChange change =
        new UserChange(
            fields.text("name"), role(fields), fields.text("tenant"), fields.flag("disabled"));
    fields.refuseIfWrong();
    return Reply.ok(
        UserJson.of(UserProblems.done(users.change(request.actor(), id(request), change))));
  }

  private Reply delete(ApiRequest request) {
    return wrapped(UserProblems.done(users.delete(request.actor(), id(request))));
  }

  private Reply password(ApiRequest request) {
    Fields fields = Fields.of(request.body()).only(Set.of("password"));
    String password = fields.text("password");
    if (password == null) {
      fields.wrongIfRight("password", "is missing");
    }
    fields.refuseIfWrong();
    return wrapped(
        UserProblems.done(
            users.setPassword(request.actor(), id(request), password == null ? "" : password)));
  }

  private static Reply wrapped(User user) {
    return Reply.ok(JSON.createObjectNode().set("user", UserJson.of(user)));
  }

  private static String id(ApiRequest request) {
    return request.variables().getOrDefault("id", "");
  }

  private static @Nullable Role role(Fields fields) {
    String text = fields.text("role");
    if (text == null) {
      return null;
    }
    String wanted = text.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    for (Role role : Role.values()) {
      if (UserJson.word(role).equals(wanted)) {
        return role;
      }
    }
    fields.wrong("role", "has to be one of " + roleWords());
    return null;
  }

  private static String roleWords() {
    return String.join(
        ", ", UserJson.roles().get("enum").valueStream().map(word -> word.stringValue()).toList());
  }

  private static String cursor(User last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(last.login().getBytes(StandardCharsets.UTF_8));
  }

  private static String login(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiProblem.at(400, "cursor", "'cursor' has to be the nextCursor of a page before.");
    }
  }
}
