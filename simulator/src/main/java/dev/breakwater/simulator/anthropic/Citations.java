package dev.breakwater.simulator.anthropic;

import dev.breakwater.simulator.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Citations of the documents of a conversation that want to be cited: the beginning of each, as the
 * kind of document has its places.
 */
final class Citations {
  /** Characters of a text that are cited at most. */
  private static final int LONGEST = 60;

  private Citations() {}

  static boolean enabled(JsonNode body) {
    return !of(body).isEmpty();
  }

  /** One for each document with citations enabled, in their order. */
  static List<ObjectNode> of(JsonNode body) {
    List<ObjectNode> citations = new ArrayList<>();
    int[] count = {0};
    for (JsonNode message : body.path("messages")) {
      blocks(message.path("content"), count, citations);
    }
    return citations;
  }

  private static void blocks(JsonNode content, int[] count, List<ObjectNode> citations) {
    if (!content.isArray()) {
      return;
    }
    for (JsonNode block : content) {
      String type = block.path("type").asString("");
      if (type.equals("tool_result")) {
        blocks(block.path("content"), count, citations);
      } else if (type.equals("document")) {
        if (block.path("citations").path("enabled").asBoolean(false)) {
          citations.add(citation(block, count[0]));
        }
        count[0]++;
      }
    }
  }

  private static ObjectNode citation(JsonNode document, int index) {
    JsonNode source = document.path("source");
    ObjectNode citation = Json.object();
    JsonNode content = source.path("content");
    String type = source.path("type").asString("");
    if (type.equals("text")) {
      String text = source.path("data").asString("");
      String cited = beginning(text);
      citation.put("type", "char_location").put("cited_text", cited);
      citation
          .put("start_char_index", 0)
          .put("end_char_index", cited.codePointCount(0, cited.length()));
    } else if (type.equals("content")) {
      String text =
          content.isString() ? content.stringValue() : content.path(0).path("text").asString("");
      citation.put("type", "content_block_location").put("cited_text", text);
      citation.put("start_block_index", 0).put("end_block_index", 1);
    } else {
      citation.put("type", "page_location").put("cited_text", "The first page of the document.");
      citation.put("start_page_number", 1).put("end_page_number", 2);
    }
    JsonNode title = document.path("title");
    citation.put("document_index", index);
    citation.put("document_title", title.isString() ? title.stringValue() : null);
    return citation.putNull("file_id");
  }

  private static String beginning(String text) {
    int end = text.indexOf(". ");
    int length = end < 0 ? text.length() : end + 1;
    if (length > LONGEST) {
      length = LONGEST - (Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? 1 : 0);
    }
    return text.substring(0, length);
  }
}
