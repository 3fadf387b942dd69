package dev.breakwater.server.api.audit;

import dev.breakwater.operations.audit.AuditEntry;
import dev.breakwater.server.api.Json;
import dev.breakwater.server.api.export.Csv;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How entries are written to a file; both have the fields of an entry in a list. */
enum AuditFormat {
  /** RFC 4180 with a line of headings; what was before and after is JSON in its cell. */
  CSV("csv", "text/csv; charset=utf-8; header=present") {
    @Override
    String head() {
      return Csv.headings(AuditJson.FIELDS);
    }

    @Override
    String row(AuditEntry entry) {
      ObjectNode json = AuditJson.of(entry);
      List<JsonNode> cells = new ArrayList<>();
      for (String field : AuditJson.FIELDS) {
        JsonNode value = json.get(field);
        cells.add(
            value.isContainer()
                ? Json.PLAIN.getNodeFactory().stringNode(Json.PLAIN.writeValueAsString(value))
                : value);
      }
      return Csv.row(cells);
    }
  },

  /** An object a line. */
  NDJSON("ndjson", "application/x-ndjson") {
    @Override
    String head() {
      return "";
    }

    @Override
    String row(AuditEntry entry) {
      return Json.PLAIN.writeValueAsString(AuditJson.of(entry)) + "\n";
    }
  };

  private final String word;
  private final String contentType;

  AuditFormat(String word, String contentType) {
    this.word = word;
    this.contentType = contentType;
  }

  static Optional<AuditFormat> of(String word) {
    for (AuditFormat format : values()) {
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
  abstract String row(AuditEntry entry);
}
