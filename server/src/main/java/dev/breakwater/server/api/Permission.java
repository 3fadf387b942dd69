package dev.breakwater.server.api;

import dev.breakwater.operations.roles.Right;

/** Who may perform an operation. */
public sealed interface Permission {
  /** Anybody, without a key. */
  record Open() implements Permission {}

  /** Whoever has a good key or session, whatever it is for. */
  record Known() implements Permission {}

  /** Those whose role has a right. */
  record Needs(Right right) implements Permission {}

  /** Those whose role has a right and who are confined to no tenant: it concerns all of them. */
  record Above(Right right) implements Permission {}

  /** Anybody on this machine; those above tenants with a right from elsewhere. */
  record OpenToLoopback(Right right) implements Permission {}

  Permission OPEN = new Open();
  Permission KNOWN = new Known();
  Permission READ = new Needs(Right.READ);
  Permission READ_USAGE = new Needs(Right.READ_USAGE);
  Permission EXPORT_USAGE = new Needs(Right.EXPORT_USAGE);
  Permission READ_AUDIT = new Needs(Right.READ_AUDIT);
  Permission READ_BODIES = new Needs(Right.READ_BODIES);
  Permission CONFIGURE = new Needs(Right.CONFIGURE);
  Permission MANAGE_TENANTS = new Needs(Right.MANAGE_TENANTS);
  Permission OPERATE = new Needs(Right.OPERATE);
  Permission MAINTAIN = new Needs(Right.MAINTAIN);
  Permission BILL = new Needs(Right.BILL);
  Permission MANAGE_USERS = new Needs(Right.MANAGE_USERS);
  Permission MANAGE_SECRETS = new Needs(Right.MANAGE_SECRETS);
}
