package dev.breakwater.simulator.bedrock;

import dev.breakwater.simulator.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Citations of the beginnings of the documents that want to be cited. */
final class Citations {
  private static final int LONGEST = 60;

  private Citations() {}

  /** One for each document with citations enabled, in their order. */
  static List<ObjectNode> of(JsonNode body) {
    List<ObjectNode> citations = new ArrayList<>();
    int index = 0;
    for (JsonNode message : body.path("messages")) {
      for (JsonNode block : message.path("content")) {
        JsonNode document = block.path("document");
        if (document.isObject()) {
          if (document.path("citations").path("enabled").asBoolean(false)) {
            citations.add(citation(document, index));
          }
          index++;
        }
      }
    }
    return citations;
  }

  private static ObjectNode citation(JsonNode document, int index) {
    JsonNode text = document.path("source").path("text");
    ObjectNode citation = Json.object().put("title", document.path("name").asString(""));
    ObjectNode content = citation.putArray("sourceContent").addObject();
    ObjectNode location = citation.putObject("location");
    if (text.isString()) {
      String said = text.stringValue();
      int most = Math.min(said.codePointCount(0, said.length()), LONGEST);
      content.put("text", said.substring(0, said.offsetByCodePoints(0, most)));
      location
          .putObject("documentChar")
          .put("documentIndex", index)
          .put("start", 0)
          .put("end", most);
    } else {
      content.put("text", "The first page of the document.");
      location.putObject("documentPage").put("documentIndex", index).put("start", 1).put("end", 2);
    }
    return citation;
  }
}
