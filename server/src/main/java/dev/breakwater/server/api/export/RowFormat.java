package dev.breakwater.server.api.export;

import dev.breakwater.operations.reports.RequestEntry;
import dev.breakwater.server.api.Json;
import dev.breakwater.server.api.requests.RequestJson;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** How rows are written to a file; both have the fields of a request in a list. */
enum RowFormat {
  /** RFC 4180 with a line of headings. */
  CSV("csv", "text/csv; charset=utf-8; header=present") {
    @Override
    String head() {
      return Csv.headings(FIELDS);
    }

    @Override
    String row(RequestEntry entry) {
      ObjectNode json = RequestJson.of(entry);
      return Csv.row(FIELDS.stream().map(json::get).toList());
    }
  },

  /** An object a line. */
  NDJSON("ndjson", "application/x-ndjson") {
    @Override
    String head() {
      return "";
    }

    @Override
    String row(RequestEntry entry) {
      return Json.PLAIN.writeValueAsString(RequestJson.of(entry)) + "\n";
    }
  };

  /** A request's fields, in the order of its JSON. */
  static final List<String> FIELDS =
      List.of(
          "id",
          "clientRequestId",
          "tenant",
          "environment",
          "key",
          "askedModel",
          "provider",
          "model",
          "status",
          "httpStatus",
          "errorType",
          "errorMessage",
          "stream",
          "estimated",
          "cached",
          "attempts",
          "estimatedCost",
          "inputTokens",
          "outputTokens",
          "totalTokens",
          "responseTimeMs",
          "firstTokenMs",
          "createdAt");

  private final String word;
  private final String contentType;

  RowFormat(String word, String contentType) {
    this.word = word;
    this.contentType = contentType;
  }

  static Optional<RowFormat> of(String word) {
    for (RowFormat format : values()) {
      if (format.word.equals(word)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  String word() {
    return word;
  }

  String contentType() {
    return contentType;
  }

  /** What stands before the first row. */
  abstract String head();

  /** A row with its end of line. */
  abstract String row(RequestEntry entry);
}
