package dev.breakwater.wire.bedrock;

import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.Citation.Span;
import dev.breakwater.wire.conversation.Citation.Unit;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import org.jspecify.annotations.Nullable;

/** Citations in Converse's answers. */
final class BedrockCitations {
  private BedrockCitations() {}

  static Citation read(JsonObject citation) throws MalformedBody {
    String title = citation.text("title");
    StringBuilder quoted = new StringBuilder();
    for (JsonObject source : citation.objects("sourceContent")) {
      quoted.append(source.text("text", ""));
    }
    String words = quoted.isEmpty() ? null : quoted.toString();
    JsonObject location = citation.object("location");
    if (location == null) {
      return new Citation(citation.text("source"), title, null, words, null);
    }
    JsonObject web = location.object("web");
    if (web != null) {
      return new Citation(web.text("url"), title, null, words, null);
    }
    Citation found = document(location, "documentChar", Unit.DOCUMENT_CHARACTERS, title, words);
    if (found == null) {
      found = document(location, "documentPage", Unit.DOCUMENT_PAGES, title, words);
    }
    if (found == null) {
      found = document(location, "documentChunk", Unit.DOCUMENT_BLOCKS, title, words);
    }
    return found == null ? new Citation(citation.text("source"), title, null, words, null) : found;
  }

  private static @Nullable Citation document(
      JsonObject location, String field, Unit unit, @Nullable String title, @Nullable String quoted)
      throws MalformedBody {
    JsonObject place = location.object(field);
    if (place == null) {
      return null;
    }
    Long index = place.integer("documentIndex", 0, Integer.MAX_VALUE);
    Long start = place.integer("start", 0, Integer.MAX_VALUE);
    Long end = place.integer("end", 0, Integer.MAX_VALUE);
    return new Citation(
        null,
        title,
        index == null ? 0 : index.intValue(),
        quoted,
        start == null || end == null ? null : new Span(unit, start.intValue(), end.intValue()));
  }
}
