package dev.breakwater.server.api.export;

import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How what the API lists is written to a file; both have the fields that a list shows. */
public enum RowFormat {
  /** RFC 4180 with a line of headings; an object or a list is JSON in its cell. */
  CSV("csv", "text/csv; charset=utf-8; header=present") {
    @Override
    public String head(List<String> fields) {
      return Csv.headings(fields);
    }

    @Override
    public String row(List<String> fields, ObjectNode row) {
      List<JsonNode> cells = new ArrayList<>();
      for (String field : fields) {
        JsonNode value = row.path(field);
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
    public String head(List<String> fields) {
      return "";
    }

    @Override
    public String row(List<String> fields, ObjectNode row) {
      return Json.PLAIN.writeValueAsString(row) + "\n";
    }
  };

  private final String word;
  private final String contentType;

  RowFormat(String word, String contentType) {
    this.word = word;
    this.contentType = contentType;
  }

  /**
   * The one that {@code ?format=} asks for; CSV where it says nothing.
   *
   * @throws ApiProblem 400 for any other
   */
  public static RowFormat asked(ApiRequest request) {
    String asked = request.parameter("format").orElse(CSV.word);
    for (RowFormat format : values()) {
      if (format.word.equals(asked)) {
        return format;
      }
    }
    throw ApiProblem.at(400, "format", "'format' has to be csv or ndjson.");
  }

  /** Its name in calls, which files end in. */
  public String word() {
    return word;
  }

  public String contentType() {
    return contentType;
  }

  /** What stands before the first row. */
  public abstract String head(List<String> fields);

  /** A row with its end of line; a field that it lacks is an empty cell. */
  public abstract String row(List<String> fields, ObjectNode row);
}
