package dev.breakwater.server.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Tries every route of an OpenAPI document by every caller, and tells what is not as it should. */
final class RouteMatrix {
  /** In place of whatever varies in a path; nothing is called so. */
  static final String NOWHERE = "matrix-nowhere";

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  /** Told to an address that has sent too many wrong keys, in place of that they are wrong. */
  private static final int TOO_MANY = 429;

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private final List<String> differences = new ArrayList<>();
  private final Set<String> seen = new TreeSet<>();
  private int calls;

  /** Makes a call and gives its status. */
  interface Client {
    /**
     * @param body empty for none
     */
    int call(Caller caller, String method, String path, String body);
  }

  /** What a status means for the one who called. */
  private enum Outcome {
    ALLOWED,
    FORBIDDEN,
    UNKNOWN;

    static Outcome of(int status) {
      return switch (status) {
        case UNAUTHORIZED, TOO_MANY -> UNKNOWN;
        case RouteMatrix.FORBIDDEN -> FORBIDDEN;
        default -> ALLOWED;
      };
    }

    static Outcome wanted(RoleTable.Row row, Caller caller) {
      if (row.lets(caller)) {
        return ALLOWED;
      }
      return caller.isKnown() ? FORBIDDEN : UNKNOWN;
    }
  }

  static RouteMatrix of(JsonNode openApi, Client client) {
    RouteMatrix matrix = new RouteMatrix();
    openApi
        .get("paths")
        .properties()
        .forEach(path ->
            path.getValue().properties().stream()
                .filter(operation -> METHODS.contains(operation.getKey()))
                .forEach(operation ->
                    matrix.tryRoute(
                        operation.getKey().toUpperCase(Locale.ROOT),
                        path.getKey(),
                        operation.getValue(),
                        client)));
    return matrix;
  }

  private void tryRoute(String method, String path, JsonNode operation, Client client) {
    String route = method + " " + path;
    seen.add(route);
    var row = RoleTable.row(method, path);
    if (row.isEmpty()) {
      differences.add(route + ": stands in no row of the table");
      return;
    }
    String body = operation.has("requestBody") ? "{}" : "";
    String concrete = path.replace("{action}", "generateContent").replaceAll("\\{[^}]+}", NOWHERE);
    for (Caller caller : Caller.values()) {
      calls++;
      int status = client.call(caller, method, concrete, body);
      Outcome wanted = Outcome.wanted(row.get(), caller);
      if (Outcome.of(status) != wanted) {
        differences.add(
            "%s by %s: %d, wanted %s (row %s)"
                .formatted(route, caller.word(), status, wanted, row.get()));
      }
    }
  }

  /** A line for each cell that is wrong, and for each route that the table does not know. */
  List<String> differences() {
    return List.copyOf(differences);
  }

  /** Routes of the table that the document does not have. */
  Set<String> gone() {
    Set<String> gone = new TreeSet<>(RoleTable.routes());
    gone.removeAll(seen);
    return gone;
  }

  int calls() {
    return calls;
  }
}
