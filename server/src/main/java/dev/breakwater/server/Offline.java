package dev.breakwater.server;

import dev.breakwater.gateway.access.Credentials;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.roles.Principal;
import dev.breakwater.server.api.Api;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.cli.ApiAnswer;
import dev.breakwater.server.cli.ApiCall;
import dev.breakwater.server.cli.OfflineApi;
import dev.breakwater.server.config.Configuration;
import dev.breakwater.store.sql.SchemaRefused;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keys, tenants and people, managed on the files of a server that does not run: by the same rules,
 * and recorded as done by the server itself, for whoever has its files may do all that it may.
 *
 * @param environment may give the master key
 */
record Offline(Map<String, String> environment) implements OfflineApi {
  private static final Clock CLOCK = Clock.systemUTC();

  @Override
  public ApiAnswer perform(Configuration configuration, ApiCall call) throws IOException {
    try (Lifecycle lifecycle = new Lifecycle()) {
      Ground ground = Ground.open(() -> configuration, environment, CLOCK, lifecycle);
      return perform(operations(ground), call);
    } catch (StoreUnavailable | SchemaRefused e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static List<Operation> operations(Ground ground) throws IOException {
    KeyAdministration access = KeyAdministration.openAsIs(ground);
    People people = People.open(ground, access.tenants()::exists);
    List<Operation> operations = new ArrayList<>(people.operations());
    operations.addAll(access.operations());
    operations.addAll(new AuditAdministration(ground).operations());
    return operations;
  }

  private static ApiAnswer perform(List<Operation> operations, ApiCall call) {
    MultiMap query = MultiMap.caseInsensitiveMultiMap();
    call.query().forEach(query::add);
    Api.Incoming incoming =
        new Api.Incoming(
            HttpMethod.valueOf(call.method()),
            call.path(),
            query,
            Credentials.NONE,
            MultiMap.caseInsensitiveMultiMap(),
            new Api.Peer("", true),
            call.body()
                .map(body -> body.toString().getBytes(StandardCharsets.UTF_8))
                .orElseGet(() -> new byte[0]));
    return switch (new Api(operations).perform(incoming, _ -> Principal.SYSTEM)) {
      case Api.Outgoing.Whole whole ->
          new ApiAnswer(whole.status(), new String(whole.body(), StandardCharsets.UTF_8));
      case Api.Outgoing.Streamed _ ->
          throw new IllegalArgumentException(call.path() + " is not for commands");
    };
  }
}
