package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.json.MalformedBody;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a provider's models are able to, where the registry lists it; a model without a list may be
 * able to anything, which its provider will tell.
 */
final class Capabilities {
  private static final String TOOLS = "tools";
  private static final String VISION = "vision";
  private static final String AUDIO = "audio";
  private static final String DOCUMENTS = "documents";
  private static final String JSON_SCHEMA = "jsonSchema";

  private final String provider;
  private final Map<String, Set<String>> byModel = new HashMap<>();

  Capabilities(ProviderSettings settings) {
    this.provider = settings.name();
    for (ModelSettings model : settings.models()) {
      Set<String> listed = new LinkedHashSet<>(model.capabilities());
      // Whether it goes on with a turn that was begun says nothing of the others.
      listed.removeAll(Set.of(Prefills.CAN, Prefills.CANNOT));
      if (!listed.isEmpty()) {
        byModel.put(model.name(), listed);
      }
    }
  }

  /**
   * Why a model cannot do what is asked; empty when it can, or when nobody knows.
   *
   * @throws MalformedBody when the question has to be read for that and cannot be
   */
  Optional<Problem> lacking(Ask ask, String model) throws MalformedBody {
    Set<String> known = byModel.get(model);
    if (known == null || !ask.isConversation()) {
      return Optional.empty();
    }
    return needed(ask.conversation()).stream()
        .filter(capability -> !known.contains(capability))
        .findFirst()
        .map(capability -> problem(model, capability));
  }

  private Problem problem(String model, String capability) {
    return Problem.of(
            Problem.Kind.INVALID_REQUEST,
            400,
            "The request needs a model with the capability '"
                + capability
                + "', which "
                + provider
                + "/"
                + model
                + " is not listed with; ask for another model, or list it under 'capabilities'.")
        .coded("capability_missing");
  }

  private static Set<String> needed(Conversation conversation) {
    Set<String> needed = new LinkedHashSet<>();
    if (!conversation.toolbox().isEmpty()) {
      needed.add(TOOLS);
    }
    if (conversation.output() instanceof OutputFormat.JsonSchema) {
      needed.add(JSON_SCHEMA);
    }
    conversation.turns().forEach(turn -> turn.parts().forEach(part -> add(part, needed)));
    return needed;
  }

  private static void add(Part part, Set<String> needed) {
    if (part instanceof Part.ToolResult result) {
      result.content().forEach(inner -> add(inner, needed));
    }
    if (part instanceof Part.Attachment attachment) {
      needed.add(capability(attachment.media().kindOf()));
    }
  }

  private static String capability(Media.Kind kind) {
    return switch (kind) {
      case IMAGE, VIDEO -> VISION;
      case AUDIO -> AUDIO;
      case DOCUMENT -> DOCUMENTS;
    };
  }
}
