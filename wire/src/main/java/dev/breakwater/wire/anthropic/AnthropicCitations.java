package dev.breakwater.wire.anthropic;

import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.Citation.Span;
import dev.breakwater.wire.conversation.Citation.Unit;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Citations; pages are counted from 1, all else from 0. */
final class AnthropicCitations {
  private AnthropicCitations() {}

  /** Those of a text block; unknown kinds are left out. */
  static List<Citation> read(JsonObject block) throws MalformedBody {
    if (!block.has("citations")) {
      return List.of();
    }
    List<Citation> citations = new ArrayList<>();
    for (JsonObject object : block.objects("citations")) {
      Citation citation = one(object);
      if (citation != null) {
        citations.add(citation);
      }
    }
    return citations;
  }

  static @Nullable Citation one(JsonObject object) throws MalformedBody {
    String quoted = object.text("cited_text");
    return switch (object.text("type", "")) {
      case "char_location" ->
          document(object, quoted, Unit.DOCUMENT_CHARACTERS, "start_char_index", "end_char_index");
      case "page_location" ->
          document(object, quoted, Unit.DOCUMENT_PAGES, "start_page_number", "end_page_number");
      case "content_block_location" ->
          document(object, quoted, Unit.DOCUMENT_BLOCKS, "start_block_index", "end_block_index");
      case "web_search_result_location" ->
          new Citation(object.text("url"), object.text("title"), null, quoted, null);
      case "search_result_location" ->
          new Citation(object.text("source"), object.text("title"), null, quoted, null);
      default -> null;
    };
  }

  private static Citation document(
      JsonObject object, @Nullable String quoted, Unit unit, String start, String end)
      throws MalformedBody {
    Integer index = number(object, "document_index");
    Integer from = number(object, start);
    Integer to = number(object, end);
    return new Citation(
        null,
        object.text("document_title"),
        index == null ? 0 : index,
        quoted,
        from == null || to == null ? null : new Span(unit, from, to));
  }

  private static @Nullable Integer number(JsonObject object, String field) throws MalformedBody {
    Long value = object.integer(field, 0, Integer.MAX_VALUE);
    return value == null ? null : value.intValue();
  }

  /**
   * Adds the field where there is something to add: clients refuse a null in its place.
   *
   * @param back whether the model is to read them: it wants none of the web, whose secret it has
   *     not given us
   */
  static void write(List<Citation> citations, ObjectNode block, boolean back) {
    List<ObjectNode> written =
        citations.stream()
            .filter(citation -> !back || (citation.document() != null && citation.span() != null))
            .map(AnthropicCitations::tree)
            .toList();
    if (written.isEmpty()) {
      return;
    }
    ArrayNode array = block.putArray("citations");
    for (ObjectNode one : written) {
      if (back) {
        one.remove("file_id");
      }
      array.add(one);
    }
  }

  static ObjectNode tree(Citation citation) {
    String quoted = citation.quoted() == null ? "" : citation.quoted();
    if (citation.document() == null) {
      String source = citation.source() == null ? "" : citation.source();
      return Json.object()
          .put("type", "web_search_result_location")
          .put("cited_text", quoted)
          .put("encrypted_index", "")
          .put("title", citation.title() == null ? source : citation.title())
          .put("url", source);
    }
    Span span =
        citation.span() == null ? new Span(Unit.DOCUMENT_CHARACTERS, 0, 0) : citation.span();
    ObjectNode tree = Json.object();
    tree.put("type", type(span.unit()))
        .put("cited_text", quoted)
        .put("document_index", citation.document())
        .put("document_title", citation.title())
        .putNull("file_id");
    return switch (span.unit()) {
      case DOCUMENT_CHARACTERS, ANSWER_CHARACTERS ->
          tree.put("start_char_index", span.start()).put("end_char_index", span.end());
      case DOCUMENT_PAGES ->
          tree.put("start_page_number", span.start()).put("end_page_number", span.end());
      case DOCUMENT_BLOCKS ->
          tree.put("start_block_index", span.start()).put("end_block_index", span.end());
    };
  }

  private static String type(Unit unit) {
    return switch (unit) {
      case DOCUMENT_CHARACTERS, ANSWER_CHARACTERS -> "char_location";
      case DOCUMENT_PAGES -> "page_location";
      case DOCUMENT_BLOCKS -> "content_block_location";
    };
  }
}
