package dev.breakwater.server.api.export;

import dev.breakwater.operations.reports.RequestFilter;
import dev.breakwater.operations.reports.RequestPages;
import dev.breakwater.operations.reports.Requests;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Parameter;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.server.api.StreamedBody;
import dev.breakwater.server.api.StreamedBody.ClientGone;
import dev.breakwater.server.api.StreamedBody.Sink;
import dev.breakwater.server.api.requests.RequestJson;
import dev.breakwater.server.api.requests.RequestParameters;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code /api/admin/llm-usage/export}: every request of a time, as a file. */
public final class ExportResource {
  private static final String PATH = "/api/admin/llm-usage/export";
  private static final Duration USUAL = Duration.ofHours(24);
  private static final int PIECE = 64 * 1024;

  private final Requests requests;
  private final RequestParameters parameters;

  public ExportResource(Requests requests, RequestParameters parameters) {
    this.requests = requests;
    this.parameters = parameters;
  }

  public List<Operation> operations() {
    List<Parameter> all = new ArrayList<>();
    all.add(new Parameter("format", "string", "csv or ndjson; csv by default"));
    all.addAll(RequestParameters.WINDOW);
    all.addAll(RequestParameters.FILTERS);
    return List.of(
        new Operation(
            HttpMethod.GET,
            PATH,
            Permission.EXPORT_USAGE,
            "Every request of a time, oldest first, as CSV or lines of JSON",
            all,
            Optional.empty(),
            Schemas.of("string"),
            this::export));
  }

  private Reply export(ApiRequest request) {
    RowFormat format = RowFormat.asked(request);
    RequestFilter filter = parameters.filterWithin(request, USUAL);
    RequestPages pages = requests.pages(filter);
    String name = "usage-" + parameters.fileDate(filter) + "." + format.word();
    return Reply.ok(
        new StreamedBody(format.contentType(), name, sink -> write(format, pages, sink)));
  }

  private static void write(RowFormat format, RequestPages pages, Sink sink) throws ClientGone {
    StringBuilder piece = new StringBuilder(format.head(RequestJson.FIELDS));
    while (pages.hasNext()) {
      for (var entry : pages.next()) {
        piece.append(format.row(RequestJson.FIELDS, RequestJson.of(entry)));
        if (piece.length() >= PIECE) {
          send(piece, sink);
        }
      }
    }
    send(piece, sink);
  }

  private static void send(StringBuilder piece, Sink sink) throws ClientGone {
    if (!piece.isEmpty()) {
      sink.write(piece.toString().getBytes(StandardCharsets.UTF_8));
      piece.setLength(0);
    }
  }
}
