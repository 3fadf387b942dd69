package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.Citation.Span;
import dev.breakwater.wire.conversation.Citation.Unit;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a text is based on, as annotations of the text. */
final class Annotations {
  private Annotations() {}

  static List<Citation> read(JsonObject text) throws MalformedBody {
    List<Citation> citations = new ArrayList<>();
    for (JsonObject annotation : text.objects("annotations")) {
      Citation citation = citation(annotation);
      if (citation != null) {
        citations.add(citation);
      }
    }
    return citations;
  }

  /** Null for an annotation that is no citation. */
  static @Nullable Citation citation(JsonObject annotation) throws MalformedBody {
    return switch (annotation.text("type", "")) {
      case "url_citation" ->
          new Citation(
              annotation.text("url", ""), annotation.text("title"), null, null, span(annotation));
      case "file_citation" ->
          new Citation(null, annotation.text("filename"), index(annotation), null, null);
      case "container_file_citation" ->
          new Citation(null, annotation.text("filename"), null, null, span(annotation));
      default -> null;
    };
  }

  private static @Nullable Integer index(JsonObject annotation) {
    long index = annotation.count("index");
    return annotation.has("index") && index >= 0 && index <= Integer.MAX_VALUE ? (int) index : null;
  }

  private static @Nullable Span span(JsonObject annotation) {
    long start = annotation.count("start_index");
    long end = annotation.count("end_index");
    return start < 0 || end < start || end > Integer.MAX_VALUE || !annotation.has("end_index")
        ? null
        : new Span(Unit.ANSWER_CHARACTERS, (int) start, (int) end);
  }

  /**
   * @param start where the text that it is about begins, in characters of the whole text; for
   *     citations that do not say
   * @param end exclusive
   */
  static ObjectNode write(Citation citation, int start, int end) {
    String title = citation.title() == null ? "" : citation.title();
    Integer document = citation.document();
    if (citation.source() == null) {
      return Json.object()
          .put("type", "file_citation")
          .put("file_id", "document_" + (document == null ? 0 : document))
          .put("filename", title)
          .put("index", document == null ? 0 : document);
    }
    Span span = citation.span();
    Span about =
        span != null && span.unit() == Unit.ANSWER_CHARACTERS
            ? span
            : new Span(Unit.ANSWER_CHARACTERS, start, end);
    return Json.object()
        .put("type", "url_citation")
        .put("start_index", about.start())
        .put("end_index", about.end())
        .put("url", citation.source())
        .put("title", title);
  }
}
