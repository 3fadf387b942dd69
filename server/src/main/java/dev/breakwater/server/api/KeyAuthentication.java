package dev.breakwater.server.api;

import dev.breakwater.gateway.access.Access;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.operations.roles.Principal;

/** By the key that a call carries. */
public final class KeyAuthentication implements Authentication {
  private final Access access;

  public KeyAuthentication(Access access) {
    this.access = access;
  }

  @Override
  public Principal who(Api.Incoming call) {
    VirtualKey key = access.known(call.credentials(), call.peer().address());
    return Access.isAnybody(key) ? Principal.ANYBODY : Principal.of(key);
  }
}
