package dev.breakwater.server.api;

import dev.breakwater.gateway.access.Credentials;
import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.operations.Refused;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.roles.Principal;
import dev.breakwater.operations.roles.Right;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds the operation that a call means, checks that its caller may, and performs it. */
public final class Api {
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);

  private static final String PROBLEM = "application/problem+json";

  /** Whoever calls what is open to all. */
  private static final Principal NOBODY =
      new Principal(Principal.Kind.ANYBODY, "", "nobody", Role.INFERENCE, Optional.empty());

  private final List<Operation> operations;
  private final Denied denied;

  /** Hears of callers who are known and may not do what they tried. */
  public interface Denied {
    /**
     * @param attempt method and path
     */
    void denied(Actor actor, String attempt);
  }

  public Api(List<Operation> operations) {
    this(operations, (_, _) -> {});
  }

  public Api(List<Operation> operations, Denied denied) {
    this.operations = List.copyOf(operations);
    this.denied = denied;
  }

  public List<Operation> operations() {
    return operations;
  }

  /**
   * A call as HTTP gives it.
   *
   * @param headers all of them; names in any case
   * @param peer where it comes from
   */
  public record Incoming(
      HttpMethod method,
      String path,
      MultiMap query,
      Credentials credentials,
      MultiMap headers,
      Peer peer,
      byte[] body) {
    /** What a header says; empty when it is not there. */
    public String header(String name) {
      return String.join(",", headers.getAll(name));
    }
  }

  /**
   * The other end of a call.
   *
   * @param address in numbers, as far as proxies are trusted
   * @param local whether it is this machine itself that calls, not a proxy on it
   * @param https whether it came to a trusted proxy that way
   */
  public record Peer(String address, boolean local, boolean https) {
    public Peer(String address, boolean local) {
      this(address, local, false);
    }
  }

  /** An answer as HTTP takes it. */
  public sealed interface Outgoing {
    /**
     * One that is whole.
     *
     * @param allow the methods that the path takes, where another was tried
     * @param headers beside those that every answer has
     */
    record Whole(
        int status,
        String contentType,
        byte[] body,
        Optional<String> allow,
        List<Operation.Header> headers)
        implements Outgoing {
      public Whole {
        headers = List.copyOf(headers);
      }

      public Whole(int status, String contentType, byte[] body, Optional<String> allow) {
        this(status, contentType, body, allow, List.of());
      }
    }

    /** One that is made while it is sent. */
    record Streamed(StreamedBody body) implements Outgoing {}
  }

  /** Performs a call; blocks, and never throws for the caller's sake. */
  public Outgoing perform(Incoming call, Authentication authentication) {
    try {
      return route(call, authentication);
    } catch (ApiProblem problem) {
      return problem(problem);
    } catch (Rejection rejection) {
      return problem(ApiProblem.of(rejection.problem().status(), rejection.problem().message()));
    } catch (Refused refused) {
      return problem(problem(refused));
    } catch (StoreUnavailable e) {
      return problem(ApiProblem.of(503, String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", call.method(), call.path(), e);
      return problem(ApiProblem.of(500, "Breakwater failed; its log tells more."));
    }
  }

  private Outgoing route(Incoming call, Authentication authentication) {
    TreeSet<String> allowed = new TreeSet<>();
    for (Operation operation : operations) {
      Optional<Map<String, String>> variables = match(operation.path(), call.path());
      if (variables.isPresent()) {
        if (operation.method().equals(call.method())) {
          return perform(operation, variables.get(), call, authentication);
        }
        allowed.add(operation.method().name());
      }
    }
    // Nobody without a key learns which routes there are.
    require(authentication.who(call), Right.READ, call);
    if (!allowed.isEmpty()) {
      String methods = String.join(", ", allowed);
      Outgoing.Whole refused = problem(ApiProblem.of(405, call.path() + " takes " + methods + "."));
      return new Outgoing.Whole(405, refused.contentType(), refused.body(), Optional.of(methods));
    }
    throw ApiProblem.of(
        404, "There is nothing at " + call.path() + "; /openapi.json lists every call.");
  }

  private Outgoing perform(
      Operation operation,
      Map<String, String> variables,
      Incoming call,
      Authentication authentication) {
    Actor actor =
        new Actor(admit(operation.permission(), call, authentication), call.peer().address());
    Operation.Reply reply =
        operation
            .action()
            .perform(
                new ApiRequest(
                    variables,
                    call.query(),
                    call.body(),
                    call.headers(),
                    actor,
                    call.peer().https()));
    return switch (reply.body()) {
      case TextBody text ->
          new Outgoing.Whole(
              reply.status(), text.contentType(), text.bytes(), Optional.empty(), reply.headers());
      case StreamedBody streamed -> new Outgoing.Streamed(streamed);
      default ->
          new Outgoing.Whole(
              reply.status(),
              "application/json",
              Json.PLAIN.writeValueAsBytes(reply.body()),
              Optional.empty(),
              reply.headers());
    };
  }

  private Principal admit(Permission permission, Incoming call, Authentication authentication) {
    return switch (permission) {
      case Permission.Open _ -> NOBODY;
      case Permission.Known _ -> authentication.who(call);
      case Permission.Needs needs -> require(authentication.who(call), needs.right(), call);
      case Permission.Above above -> requireAbove(authentication.who(call), above.right(), call);
      case Permission.OpenToLoopback loopback ->
          call.peer().local()
              ? NOBODY
              : requireAbove(authentication.who(call), loopback.right(), call);
    };
  }

  private Principal require(Principal principal, Right right, Incoming call) {
    return principal.may(right)
        ? principal
        : deny(
            principal,
            call,
            "'%s' has the role %s, which may not do this; it takes the right %s."
                .formatted(principal.name(), word(principal.role().name()), word(right.name())));
  }

  private Principal requireAbove(Principal principal, Right right, Incoming call) {
    require(principal, right, call);
    return principal.tenant().isEmpty()
        ? principal
        : deny(
            principal,
            call,
            "'%s' belongs to the tenant '%s', and this concerns all tenants."
                .formatted(principal.name(), principal.tenant().get()));
  }

  private Principal deny(Principal principal, Incoming call, String why) {
    denied.denied(new Actor(principal, call.peer().address()), call.method() + " " + call.path());
    throw ApiProblem.of(403, why);
  }

  private static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The varying segments of a path that fits a template, else empty. */
  static Optional<Map<String, String>> match(String template, String path) {
    String[] wanted = template.split("/", -1);
    String[] given = path.split("/", -1);
    if (wanted.length != given.length) {
      return Optional.empty();
    }
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].startsWith("{")) {
        variables.put(wanted[i].substring(1, wanted[i].length() - 1), given[i]);
      } else if (!wanted[i].equals(given[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }

  private static ApiProblem problem(Refused refused) {
    String message = String.valueOf(refused.getMessage());
    return switch (refused.why()) {
      case ABSENT -> ApiProblem.of(404, message);
      case FORBIDDEN -> ApiProblem.of(403, message);
      case CONFLICT -> ApiProblem.of(409, message);
      case WRONG -> ApiProblem.at(422, refused.field(), message);
    };
  }

  /** An error that arises outside of any operation. */
  public static Outgoing.Whole problem(int status, String detail) {
    return problem(ApiProblem.of(status, detail));
  }

  private static Outgoing.Whole problem(ApiProblem problem) {
    ObjectNode body =
        Json.PLAIN
            .createObjectNode()
            .put("type", "about:blank")
            .put("title", title(problem.status()))
            .put("status", problem.status())
            .put("detail", problem.getMessage());
    problem.field().ifPresent(field -> body.put("field", field));
    if (!problem.errors().isEmpty()) {
      ArrayNode errors = body.putArray("errors");
      new ArrayList<>(problem.errors())
          .forEach(error ->
              errors.addObject().put("field", error.field()).put("message", error.message()));
    }
    return new Outgoing.Whole(
        problem.status(),
        PROBLEM,
        Json.PLAIN.writeValueAsBytes(body),
        Optional.empty(),
        problem.headers());
  }

  private static String title(int status) {
    return io.netty.handler.codec.http.HttpResponseStatus.valueOf(status).reasonPhrase();
  }
}
