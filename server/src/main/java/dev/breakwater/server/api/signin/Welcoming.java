package dev.breakwater.server.api.signin;

import dev.breakwater.operations.users.SignInAnswer;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.SessionCookie;
import java.time.Duration;
import java.util.function.Function;

/** What every way to sign in answers alike. */
record Welcoming(Function<ApiRequest, SessionCookie> cookies) {
  /** The browser forgets it with the session, whatever its clock says. */
  Operation.Header cookie(ApiRequest request, SignInAnswer.Welcome welcome) {
    return cookies.apply(request).set(welcome.session().token(), welcome.session().lifetime());
  }

  Operation.Header forget(ApiRequest request) {
    return cookies.apply(request).clear();
  }

  static ApiProblem later(SignInAnswer.Later later) {
    Duration delay = later.delay();
    return ApiProblem.later(
        delay,
        "Too many sign-ins have failed, or too many are under way; try again in "
            + Math.max(1, delay.plusMillis(999).toSeconds())
            + " s.");
  }
}
