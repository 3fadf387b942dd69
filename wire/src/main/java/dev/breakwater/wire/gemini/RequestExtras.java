package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.Extras;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.json.Json;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gathers what a request says beyond the neutral model, each under its path. */
final class RequestExtras {
  private final ObjectNode harmless = Json.object();
  private final ObjectNode essential = Json.object();

  void harmless(String path, JsonNode value) {
    harmless.set(path, value);
  }

  void essential(String path, JsonNode value) {
    essential.set(path, value);
  }

  /** The fields of an object that are none of these are taken along, harmless. */
  void rest(Fields object, String prefix, Set<String> known) {
    for (String name : object.others(known)) {
      harmless(prefix + Fields.camel(name), object.given(name));
    }
  }

  Extras extras() {
    return new Extras(Vendor.GOOGLE, harmless, essential);
  }
}
