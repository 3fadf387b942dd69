package dev.breakwater.server.api;

import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.operations.roles.Principal;
import dev.breakwater.operations.users.Session;
import dev.breakwater.operations.users.Sessions;
import java.util.Optional;

/**
 * By the session whose cookie a call carries, else by its key. A key in a header counts where there
 * is a cookie, too: no page of another site can send one. Keys in addresses do not count here.
 *
 * <p>A cookie alone is enough to read. What changes something has to be JSON and to carry the
 * session's token in {@code X-CSRF-Token}, so that no other page changes it with the browser's
 * help.
 */
public final class SessionAuthentication implements Authentication {
  private static final String CSRF = "x-csrf-token";

  private final Sessions sessions;
  private final Authentication keys;

  /**
   * @param keys tells those apart who send a key
   */
  public SessionAuthentication(Sessions sessions, Authentication keys) {
    this.sessions = sessions;
    this.keys = keys;
  }

  @Override
  public Principal who(Api.Incoming call) {
    Optional<String> token = SessionCookie.read(call.headers());
    if (token.isEmpty() || !call.credentials().values().isEmpty()) {
      return keys.who(call);
    }
    Optional<Session.Owned> owned = sessions.find(token.get());
    if (owned.isEmpty()) {
      return withoutSession(call);
    }
    BrowserCalls.refuseForeign(call.headers());
    if (!BrowserCalls.isReading(call.method())) {
      BrowserCalls.requireJson(call.headers());
      if (!sessions.isCsrfToken(token.get(), call.header(CSRF))) {
        throw ApiProblem.of(
            403,
            "A call that changes something in a session has to carry its token in X-CSRF-Token;"
                + " GET /api/auth/session tells it.");
      }
    }
    return owned.get().user().principal();
  }

  /** Where nobody has to say who they are, an old cookie does not keep anybody out. */
  private Principal withoutSession(Api.Incoming call) {
    try {
      return keys.who(call);
    } catch (Rejection rejection) {
      if (rejection.problem().status() == 401) {
        throw ApiProblem.of(401, "The session has ended; sign in again.");
      }
      throw rejection;
    }
  }
}
