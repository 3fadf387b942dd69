package dev.breakwater.server.api.config;

import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.ChangeText;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.roles.Principal;
import dev.breakwater.operations.roles.Right;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.server.api.TextBody;
import dev.breakwater.server.config.ConfigurationExport;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code /api/admin/config/export}: all that holds, as one file. */
public final class ConfigurationExportResource {
  private final Function<Principal, ConfigurationExport.Text> export;
  private final Changes changes;

  /**
   * @param export what holds, as one above tenants reads it
   * @param changes where exports are recorded
   */
  public ConfigurationExportResource(
      Function<Principal, ConfigurationExport.Text> export, Changes changes) {
    this.export = export;
    this.changes = changes;
  }

  public List<Operation> operations() {
    return List.of(
        new Operation(
            HttpMethod.GET,
            "/api/admin/config/export",
            new Permission.Above(Right.CONFIGURE),
            "All that holds, as one breakwater.yaml that starts an equal server; secrets are"
                + " references to variables, keys are hashes",
            List.of(),
            Optional.empty(),
            Schemas.of("string"),
            this::export));
  }

  /** What cannot be recorded is not disclosed. */
  private Reply export(ApiRequest request) {
    ConfigurationExport.Text text = export.apply(request.principal());
    changes.note(
        new Change(
            request.actor(),
            "configuration.export",
            "breakwater.yaml",
            "",
            "",
            ChangeText.object().put("variables", List.copyOf(text.variables().keySet())).text()));
    return Reply.ok(TextBody.of("text/yaml; charset=utf-8", text.yaml()));
  }
}
