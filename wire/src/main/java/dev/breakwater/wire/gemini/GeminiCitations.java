package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.Citation.Span;
import dev.breakwater.wire.conversation.Citation.Unit;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an answer is based on. Gemini counts its places in bytes of UTF-8, the neutral model in
 * characters.
 */
final class GeminiCitations {
  private GeminiCitations() {}

  /**
   * Both of Google's kinds: sources that were repeated, and those that its search found.
   *
   * @param text the answer's; null where it is not known any more, and places in it with it
   */
  static List<Citation> read(JsonObject candidate, @Nullable String text) throws MalformedBody {
    List<Citation> citations = new ArrayList<>();
    JsonObject metadata = candidate.object("citationMetadata");
    if (metadata != null) {
      String field = metadata.has("citationSources") ? "citationSources" : "citations";
      for (JsonObject source : metadata.objects(field)) {
        Span span = span(source, text);
        citations.add(new Citation(source.text("uri"), source.text("title"), null, null, span));
      }
    }
    JsonObject grounding = candidate.object("groundingMetadata");
    if (grounding != null) {
      grounded(grounding, text, citations);
    }
    return citations;
  }

  private static void grounded(
      JsonObject grounding, @Nullable String text, List<Citation> citations) throws MalformedBody {
    List<JsonObject> chunks = grounding.objects("groundingChunks");
    for (JsonObject support : grounding.objects("groundingSupports")) {
      JsonObject segment = support.object("segment");
      Span span = segment == null ? null : span(segment, text);
      JsonNode indices = support.get("groundingChunkIndices");
      if (indices == null) {
        continue;
      }
      for (JsonNode index : indices) {
        int chunk = index.asInt(-1);
        JsonObject web = chunk < 0 || chunk >= chunks.size() ? null : web(chunks.get(chunk));
        if (web != null) {
          citations.add(new Citation(web.text("uri"), web.text("title"), null, null, span));
        }
      }
    }
  }

  private static @Nullable JsonObject web(JsonObject chunk) throws MalformedBody {
    for (String kind : List.of("web", "maps", "retrievedContext")) {
      JsonObject source = chunk.object(kind);
      if (source != null) {
        return source;
      }
    }
    return null;
  }

  private static @Nullable Span span(JsonObject place, @Nullable String text) {
    if (text == null || !place.has("endIndex")) {
      return null;
    }
    int start = characters(text, place.count("startIndex"));
    int end = characters(text, place.count("endIndex"));
    return start < 0 || end < start ? null : new Span(Unit.ANSWER_CHARACTERS, start, end);
  }

  /** How many characters so many bytes are; -1 when they end in none. */
  private static int characters(String text, long bytes) {
    long left = bytes;
    int i = 0;
    while (left > 0 && i < text.length()) {
      int code = text.codePointAt(i);
      left -= code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      i += Character.charCount(code);
    }
    return left == 0 ? i : -1;
  }

  /**
   * @param text the answer's; null where it is not known any more
   * @return the value of {@code citationMetadata}
   */
  static ObjectNode write(List<Citation> citations, @Nullable String text) {
    ObjectNode metadata = Json.object();
    ArrayNode sources = metadata.putArray("citations");
    for (Citation citation : citations) {
      ObjectNode source = sources.addObject();
      Span span = citation.span();
      boolean placed =
          span != null
              && span.unit() == Unit.ANSWER_CHARACTERS
              && text != null
              && span.end() <= text.length();
      if (placed) {
        String known = Objects.requireNonNull(text);
        source.put("startIndex", bytes(known, Objects.requireNonNull(span).start()));
        source.put("endIndex", bytes(known, span.end()));
      }
      if (citation.source() != null) {
        source.put("uri", citation.source());
      }
      if (citation.title() != null) {
        source.put("title", citation.title());
      }
    }
    return metadata;
  }

  private static int bytes(String text, int characters) {
    return text.substring(0, characters).getBytes(StandardCharsets.UTF_8).length;
  }
}
