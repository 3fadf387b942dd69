package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.JsonWriter;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;

/** The pages that an answer cites. Documents have no place in chat completions. */
final class OpenAiAnnotations {
  private OpenAiAnnotations() {}

  static List<Citation> read(JsonObject message) throws MalformedBody {
    List<Citation> citations = new ArrayList<>();
    for (JsonObject annotation : message.objects("annotations")) {
      JsonObject cited = annotation.object("url_citation");
      String url = cited == null ? null : cited.text("url");
      if (cited != null && url != null) {
        long start = cited.count("start_index");
        long end = cited.count("end_index");
        boolean placed = start >= 0 && end > start && end <= Integer.MAX_VALUE;
        citations.add(
            new Citation(
                url,
                cited.text("title"),
                null,
                cited.text("content"),
                placed
                    ? new Citation.Span(Citation.Unit.ANSWER_CHARACTERS, (int) start, (int) end)
                    : null));
      }
    }
    return citations;
  }

  static boolean isShown(Citation citation) {
    return citation.source() != null;
  }

  /**
   * Writes a citation of a page as the next value.
   *
   * @param start where the text that relies on it begins in the answer, unless the citation knows
   */
  static void write(Citation citation, long start, long end, JsonWriter json) {
    Citation.Span span = citation.span();
    boolean own = span != null && span.unit() == Citation.Unit.ANSWER_CHARACTERS;
    String title = citation.title();
    json.object().field("type", "url_citation").object("url_citation");
    json.field("url", citation.source()).field("title", title == null ? "" : title);
    json.field("start_index", own && span != null ? span.start() : start);
    json.field("end_index", own && span != null ? span.end() : end);
    json.end().end();
  }
}
