package dev.breakwater.server.api;

import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.operations.roles.Principal;

/** Tells who makes a call, by a key or a session. One for each thread at a time. */
public interface Authentication {
  /**
   * @throws Rejection 400 for two credentials that differ, 401 for none or an unknown one, 429 for
   *     an address with too many wrong ones
   * @throws ApiProblem 403 for a session without its token, 415 for one that sends a form
   */
  Principal who(Api.Incoming call);
}
