package dev.breakwater.server.api.audit;

import dev.breakwater.operations.changes.AuditLog;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.ChangeText;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Reply;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Operations that change no settings and are recorded all the same, for what they set going or
 * disclose. What cannot be recorded is not done, and not disclosed.
 */
public final class NotedOperations {
  private static final String PROVIDER = "/api/v1/llm/providers/{id}";

  private static final List<Note> NOTES =
      List.of(
          new Note(
              HttpMethod.POST,
              "/api/admin/llm-fallback/reset",
              "circuit.reset",
              Moment.BEFORE,
              request ->
                  text(request, "provider")
                      .map(it -> it + "/" + text(request, "model").orElse(""))),
          new Note(
              HttpMethod.POST,
              PROVIDER + "/check",
              "provider.check",
              Moment.BEFORE,
              NotedOperations::id),
          new Note(
              HttpMethod.POST,
              PROVIDER + "/test",
              "provider.test",
              Moment.BEFORE,
              NotedOperations::id),
          new Note(
              HttpMethod.POST,
              "/api/admin/maintenance/runs",
              "maintenance.start",
              Moment.BEFORE,
              request -> text(request, "job")),
          new Note(
              HttpMethod.GET,
              "/api/admin/llm-usage/export",
              "usage.export",
              Moment.AFTER,
              request -> Optional.of("usage")),
          new Note(
              HttpMethod.GET,
              "/api/admin/requests/{id}/bodies",
              "bodies.read",
              Moment.AFTER,
              NotedOperations::id));

  private NotedOperations() {}

  /** When it is recorded. */
  private enum Moment {
    /** Before it is done, for it cannot be undone; that it was refused is one more entry. */
    BEFORE,
    /** Once it is known what is disclosed, and before it is. */
    AFTER
  }

  /**
   * What is recorded of an operation.
   *
   * @param object what it is done to; empty for a call that the operation itself refuses
   */
  private record Note(
      HttpMethod method,
      String path,
      String action,
      Moment moment,
      Function<ApiRequest, Optional<String>> object) {
    boolean isOf(Operation operation) {
      return operation.method().equals(method) && operation.path().equals(path);
    }

    Reply perform(ApiRequest request, Operation.Action action, AuditLog log) {
      Optional<String> on = object.apply(request);
      if (on.isEmpty()) {
        return action.perform(request);
      }
      return switch (moment) {
        case BEFORE -> {
          log.append(change(request, on.get(), asked(request)));
          try {
            yield action.perform(request);
          } catch (ApiProblem refused) {
            log.append(
                change(
                    request,
                    on.get(),
                    ChangeText.object().put("refused", String.valueOf(refused.getMessage()))));
            throw refused;
          }
        }
        case AFTER -> {
          Reply reply = action.perform(request);
          log.append(change(request, on.get(), asked(request)));
          yield reply;
        }
      };
    }

    private Change change(ApiRequest request, String on, ChangeText after) {
      return new Change(request.actor(), action, on, request.tenant().orElse(""), "", after.text());
    }
  }

  /**
   * The same operations, those of them recorded that have to be.
   *
   * @throws IllegalStateException when one that has to be recorded is not among them
   */
  public static List<Operation> of(List<Operation> operations, AuditLog log) {
    List<Operation> noted = new ArrayList<>(operations);
    for (Note note : NOTES) {
      boolean found = false;
      for (int index = 0; index < noted.size(); index++) {
        if (note.isOf(noted.get(index))) {
          noted.set(index, noted(noted.get(index), note, log));
          found = true;
        }
      }
      if (!found) {
        throw new IllegalStateException("there is no " + note.method() + " " + note.path());
      }
    }
    return List.copyOf(noted);
  }

  private static Operation noted(Operation operation, Note note, AuditLog log) {
    return new Operation(
        operation.method(),
        operation.path(),
        operation.permission(),
        operation.summary(),
        operation.parameters(),
        operation.requestSchema(),
        operation.responseSchema(),
        request -> note.perform(request, operation.action(), log));
  }

  private static ChangeText asked(ApiRequest request) {
    ChangeText text = ChangeText.object();
    request.query().names().stream()
        .sorted()
        .filter(name -> !name.equals("key"))
        .forEach(name -> text.put(name, request.query().get(name)));
    return text;
  }

  private static Optional<String> id(ApiRequest request) {
    return Optional.ofNullable(request.variables().get("id"));
  }

  private static Optional<String> text(ApiRequest request, String field) {
    return Optional.ofNullable(request.body().get(field))
        .filter(value -> value.isString())
        .map(value -> value.stringValue());
  }
}
