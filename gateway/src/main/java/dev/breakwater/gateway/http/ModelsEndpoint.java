package dev.breakwater.gateway.http;

import dev.breakwater.gateway.route.ListedModel;
import java.util.List;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /v1/models} in OpenAI's shape. */
final class ModelsEndpoint {
  private static final ObjectMapper JSON = JsonMapper.shared();

  private ModelsEndpoint() {}

  static byte[] list(List<ListedModel> models) {
    ObjectNode list = JSON.createObjectNode().put("object", "list");
    ArrayNode data = list.putArray("data");
    models.forEach(model -> data.add(entry(model)));
    return JSON.writeValueAsBytes(list);
  }

  static byte[] one(ListedModel model) {
    return JSON.writeValueAsBytes(entry(model));
  }

  private static ObjectNode entry(ListedModel model) {
    return JSON.createObjectNode()
        .put("id", model.id())
        .put("object", "model")
        .put("created", 0)
        .put("owned_by", model.ownedBy());
  }
}
