package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Extras;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.Alternation;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes requests to generate content; model and streaming stand in the path. */
final class GeminiRequestWriter {
  private final Conversation conversation;
  private final GeminiModel model;
  private final Dropped dropped;
  private long size = 4096;

  private GeminiRequestWriter(Conversation conversation, GeminiModel model, Dropped dropped) {
    this.conversation = conversation;
    this.model = model;
    this.dropped = dropped;
  }

  static byte[] write(Conversation conversation, String model, Dropped dropped)
      throws Inexpressible {
    GeminiRequestWriter writer =
        new GeminiRequestWriter(conversation, GeminiModel.of(model), dropped);
    ObjectNode root = writer.prompt();
    writer.configuration(root);
    writer.extras(root);
    return Json.write(root, (int) Math.min(writer.size, Json.LONGEST));
  }

  /** What of a request makes its prompt: the contents, the system's instruction and the tools. */
  static ObjectNode prompt(Conversation conversation, String model) throws Inexpressible {
    return new GeminiRequestWriter(conversation, GeminiModel.of(model), new Dropped()).prompt();
  }

  private ObjectNode prompt() throws Inexpressible {
    Alternation alternation = Alternation.of(conversation);
    ObjectNode root = Json.object();
    ArrayNode system = Json.array();
    for (Part part : alternation.system()) {
      if (part instanceof Part.Text text) {
        size += GeminiPartTrees.size(part);
        system.add(GeminiPartTrees.text(text.text()));
      } else {
        dropped.addIf(part instanceof Part.CachePoint, "cache_control");
      }
    }
    if (!system.isEmpty()) {
      root.putObject("systemInstruction").set("parts", system);
    }
    ArrayNode contents = root.putArray("contents");
    GeminiTurnWriter turns = new GeminiTurnWriter(conversation, model, dropped);
    for (Turn turn : alternation.turns()) {
      turn.parts().forEach(part -> size += GeminiPartTrees.size(part));
      ArrayNode parts = turns.parts(turn);
      if (!parts.isEmpty()) {
        contents
            .addObject()
            .put("role", turn.role() == Role.USER ? "user" : "model")
            .set("parts", parts);
      }
    }
    GeminiTools.write(conversation.toolbox(), root, dropped);
    return root;
  }

  private void configuration(ObjectNode root) throws Inexpressible {
    ObjectNode configuration =
        new GeminiConfigurationWriter(conversation, model, dropped).configuration();
    if (!configuration.isEmpty()) {
      root.set("generationConfig", configuration);
    }
    dropped.addIf(conversation.user() != null, "user");
  }

  private void extras(ObjectNode root) throws Inexpressible {
    Extras extras = conversation.extras();
    if (extras.vendor() != Vendor.GOOGLE) {
      for (String name : extras.essential().propertyNames()) {
        throw new Inexpressible(name, "'" + name + "' cannot be said to a Gemini model");
      }
      extras.droppable().forEach(dropped::add);
      return;
    }
    for (String name : extras.harmless().propertyNames()) {
      if (!carry(root, name, extras.harmless())) {
        dropped.add(name);
      }
    }
    for (String name : extras.essential().propertyNames()) {
      if (name.startsWith(GeminiToolReader.TOOLS)) {
        ArrayNode tools =
            root.get("tools") instanceof ArrayNode given ? given : root.putArray("tools");
        tools
            .addObject()
            .set(name.substring(GeminiToolReader.TOOLS.length()), extras.essential().get(name));
      } else if (!carry(root, name, extras.essential())) {
        throw new Inexpressible(name, "'" + name + "' has no place in a request that is rewritten");
      }
    }
  }

  /** Puts a field back where it came from, as far as that place is known. */
  private static boolean carry(ObjectNode root, String name, ObjectNode from) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      root.set(name, from.get(name));
      return true;
    }
    String rest = name.substring(dot + 1);
    String parent = name.substring(0, dot);
    boolean known =
        (parent.equals("generationConfig") || parent.equals("toolConfig")) && !rest.contains(".");
    if (known) {
      ObjectNode object =
          root.get(parent) instanceof ObjectNode given ? given : root.putObject(parent);
      object.set(rest, from.get(name));
    }
    return known;
  }
}
