package dev.breakwater.server.api;

import dev.breakwater.gateway.access.VirtualKey.Scope;

/** Who may perform an operation. */
public sealed interface Permission {
  /** Anybody, without a key. */
  record Open() implements Permission {}

  /** A key with a scope. */
  record Needs(Scope scope) implements Permission {}

  /** Anybody on this machine; a key with a scope from elsewhere. */
  record OpenToLoopback(Scope scope) implements Permission {}

  Permission OPEN = new Open();
  Permission READ = new Needs(Scope.READ);
  Permission ADMIN = new Needs(Scope.ADMIN);
}
