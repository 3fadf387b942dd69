package dev.breakwater.server.matrix;

import static dev.breakwater.server.matrix.Caller.ADMIN;
import static dev.breakwater.server.matrix.Caller.BILLING;
import static dev.breakwater.server.matrix.Caller.INFERENCE;
import static dev.breakwater.server.matrix.Caller.OPERATOR;
import static dev.breakwater.server.matrix.Caller.OWNER;
import static dev.breakwater.server.matrix.Caller.TENANT_ADMIN;
import static dev.breakwater.server.matrix.Caller.TENANT_VIEWER;
import static dev.breakwater.server.matrix.Caller.VIEWER;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The table of roles and the routes that each of its rows is about, written down a second time:
 * nothing here is taken from the server, so that a wrong right of a route or of a role shows.
 */
final class RoleTable {
  /** A row of the table: what is done, and who may do it. */
  enum Row {
    OPEN(Caller.values()),
    /** Whoever has a good key of any kind. */
    KNOWN(OWNER, ADMIN, OPERATOR, BILLING, VIEWER, TENANT_ADMIN, TENANT_VIEWER, INFERENCE),
    MODELS(INFERENCE),
    /** People and their roles; a tenant's administrator those of its tenant. */
    USERS(OWNER, TENANT_ADMIN),
    SECRETS(OWNER, ADMIN),
    /** Providers, chains, routes, keys, guardrails; a tenant's administrator its tenant's. */
    CONFIGURE(OWNER, ADMIN, TENANT_ADMIN),
    /** Tenants, and what is one for all of them. */
    CONFIGURE_ALL(OWNER, ADMIN),
    /** Reset, check, activate. */
    OPERATE(OWNER, ADMIN, OPERATOR, TENANT_ADMIN),
    /** Flags are one for all tenants. */
    FLAGS(OWNER, ADMIN, OPERATOR),
    /** Backups, drills, jobs. */
    MAINTAIN(OWNER, ADMIN, OPERATOR),
    PRICES(OWNER, ADMIN, BILLING),
    /** A tenant's administrator takes home what it may read. */
    EXPORT(OWNER, ADMIN, BILLING, TENANT_ADMIN),
    READ(OWNER, ADMIN, OPERATOR, VIEWER, TENANT_ADMIN, TENANT_VIEWER),
    /** What is of all tenants together. */
    READ_ALL(OWNER, ADMIN, OPERATOR, VIEWER),
    COST(OWNER, ADMIN, OPERATOR, BILLING, VIEWER, TENANT_ADMIN, TENANT_VIEWER),
    AUDIT(OWNER, ADMIN, OPERATOR, TENANT_ADMIN),
    BODIES(OWNER);

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<Caller> callers;

    Row(Caller... callers) {
      this.callers = Set.of(callers);
    }

    boolean lets(Caller caller) {
      return callers.contains(caller);
    }
  }

  private static final String ROUTES =
      """
      open           GET    /livez
      open           GET    /readyz
      open           GET    /openapi.json
      open           GET    /metrics
      models         POST   /v1/chat/completions
      models         POST   /v1/completions
      models         POST   /v1/embeddings
      models         POST   /v1/messages
      models         POST   /v1/messages/count_tokens
      models         POST   /api/v1/llm/generate
      models         POST   /v1/responses
      models         POST   /v1/responses/input_tokens
      models         GET    /v1/responses/{path}
      models         DELETE /v1/responses/{path}
      models         GET    /v1/models
      models         GET    /v1/models/{model}
      models         POST   /v1/models/{model}:{action}
      models         GET    /v1beta/models
      models         GET    /v1beta/models/{model}
      models         POST   /v1beta/models/{model}:{action}
      models         POST   /v1beta/{resource}:{action}
      read           GET    /api/llm/config
      known          GET    /api/config
      flags          PATCH  /api/config
      configure-all  GET    /api/admin/config/export
      read           GET    /api/admin/llm-fallback
      configure      POST   /api/admin/llm-fallback
      configure      DELETE /api/admin/llm-fallback
      operate        POST   /api/admin/llm-fallback/reset
      read           GET    /api/v1/llm/health
      read           GET    /api/v1/llm/providers
      configure      POST   /api/v1/llm/providers
      configure      PUT    /api/v1/llm/providers
      read           GET    /api/v1/llm/providers/{id}
      configure      PUT    /api/v1/llm/providers/{id}
      configure      DELETE /api/v1/llm/providers/{id}
      configure      POST   /api/v1/llm/providers/{id}/undelete
      operate        POST   /api/v1/llm/providers/{id}/activate
      operate        POST   /api/v1/llm/providers/{id}/check
      operate        POST   /api/v1/llm/providers/{id}/test
      cost           GET    /api/admin/llm-usage
      cost           GET    /api/admin/llm-usage/high-cost
      cost           GET    /api/admin/llm-usage/errors
      cost           GET    /api/admin/llm-usage/degradation
      cost           GET    /api/admin/llm-usage/optimization
      export         GET    /api/admin/llm-usage/export
      cost           GET    /api/admin/requests
      cost           GET    /api/admin/requests/{id}
      bodies         GET    /api/admin/requests/{id}/bodies
      cost           GET    /api/admin/prices
      prices         PUT    /api/admin/prices
      prices         DELETE /api/admin/prices
      secrets        POST   /api/admin/secrets/rotate
      read           GET    /api/v1/llm/models
      audit          GET    /api/admin/audit
      audit          GET    /api/admin/audit/export
      audit          GET    /api/admin/audit/verify
      configure-all  POST   /api/admin/audit/acknowledge
      read           GET    /api/admin/keys
      read           GET    /api/admin/keys/{id}
      configure      POST   /api/admin/keys
      configure      PUT    /api/admin/keys
      configure      PUT    /api/admin/keys/{id}
      configure      DELETE /api/admin/keys/{id}
      configure      POST   /api/admin/keys/{id}/rotate
      configure      POST   /api/admin/keys/{id}/revoke
      read           GET    /api/admin/tenants
      read           GET    /api/admin/tenants/{id}
      configure-all  POST   /api/admin/tenants
      configure      PUT    /api/admin/tenants
      configure      PUT    /api/admin/tenants/{id}
      configure-all  DELETE /api/admin/tenants/{id}
      read-all       GET    /api/admin/maintenance/runs
      maintain       POST   /api/admin/maintenance/runs
      users          GET    /api/admin/users
      users          POST   /api/admin/users
      users          GET    /api/admin/users/{id}
      users          PUT    /api/admin/users/{id}
      users          DELETE /api/admin/users/{id}
      users          PUT    /api/admin/users/{id}/password
      open           POST   /api/auth/sign-in
      known          POST   /api/auth/sign-out
      open           GET    /api/auth/session
      known          GET    /api/auth/me
      known          PUT    /api/auth/password
      open           GET    /api/auth/oidc/begin
      open           GET    /api/auth/oidc/callback
      """;

  private static final Map<String, Row> BY_ROUTE =
      ROUTES
          .lines()
          .map(line -> line.trim().split(" +"))
          .collect(
              Collectors.toUnmodifiableMap(
                  cells -> cells[1] + " " + cells[2], cells -> row(cells[0])));

  private RoleTable() {}

  private static Row row(String word) {
    return Arrays.stream(Row.values())
        .filter(row -> row.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no row is called " + word));
  }

  /**
   * @param route such as {@code GET /livez}
   * @return empty for a route that the table does not know
   */
  static Optional<Row> row(String method, String route) {
    return Optional.ofNullable(BY_ROUTE.get(method + " " + route));
  }

  /** All that the table knows. */
  static Set<String> routes() {
    return BY_ROUTE.keySet();
  }
}
