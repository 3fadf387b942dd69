package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Generation;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reasoning;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.Prefill;
import dev.breakwater.wire.format.ProviderFormat;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A conversation whose answer has been begun, and a provider is asked to go on with it: the text so
 * far becomes the assistant's turn at its end. The provider is not asked to think again; the limit
 * on output is what is left of it; and JSON is asked for in words, for whoever is held to a format
 * would begin it anew.
 *
 * @param said not blank
 * @param spent output tokens that went into it
 */
record Continuation(Conversation asked, String said, long spent) {
  private static final String AS_JSON =
      "Your answer is one JSON value and nothing around it; go on with it where it stands.";

  Outgoing request(ProviderFormat provider, String model, Prefill prefill)
      throws MalformedBody, Inexpressible {
    Dropped dropped = new Dropped();
    boolean trims = prefill == Prefill.TRIMMED_LAST_TURN;
    byte[] body =
        provider.writeRequest(
            conversation(trims ? said.stripTrailing() : said), model, true, dropped);
    return new Outgoing(marked(body, prefill), dropped.fields());
  }

  private Conversation conversation(String prefix) {
    Generation generation = asked.generation();
    Long most = generation.maxTokens();
    return new Conversation(
        system(),
        turns(prefix),
        asked.toolbox(),
        new OutputFormat.Plain(),
        new Generation(
            generation.sampling(),
            most == null ? null : (Long) Math.max(1, most - spent),
            generation.stop(),
            1,
            generation.topLogprobs()),
        reasoning(),
        asked.user(),
        asked.extras());
  }

  private @Nullable Reasoning reasoning() {
    Reasoning wanted = asked.reasoning();
    return wanted == null || !wanted.isOn()
        ? wanted
        : new Reasoning(new Reasoning.Amount.Off(), false);
  }

  private List<Part> system() {
    String words =
        switch (asked.output()) {
          case OutputFormat.Plain plain -> null;
          case OutputFormat.JsonMode mode -> AS_JSON;
          case OutputFormat.JsonSchema schema ->
              AS_JSON
                  + " It satisfies this JSON schema: "
                  + new String(Json.write(schema.schema()), StandardCharsets.UTF_8);
        };
    if (words == null) {
      return asked.system();
    }
    List<Part> system = new ArrayList<>(asked.system());
    system.add(new Part.Text(words));
    return system;
  }

  /** A turn that the client itself has begun for the assistant grows. */
  private List<Turn> turns(String prefix) {
    List<Turn> turns = new ArrayList<>(asked.turns());
    List<Part> parts = new ArrayList<>();
    String text = prefix;
    if (!turns.isEmpty() && turns.getLast().role() == Role.ASSISTANT) {
      parts.addAll(turns.removeLast().parts());
      if (!parts.isEmpty() && parts.getLast() instanceof Part.Text begun) {
        parts.removeLast();
        text = begun.text() + prefix;
      }
    }
    parts.add(new Part.Text(text));
    turns.add(new Turn(Role.ASSISTANT, parts));
    return turns;
  }

  private static byte[] marked(byte[] body, Prefill prefill) throws MalformedBody {
    return switch (prefill) {
      case LAST_TURN, TRIMMED_LAST_TURN -> body;
      case MARKED, MARKED_AND_REPEATED -> {
        ObjectNode root = Json.object(body).node();
        if (root.get("messages") instanceof ArrayNode messages
            && messages.get(messages.size() - 1) instanceof ObjectNode last) {
          last.put("prefix", true);
        }
        yield Json.write(root, body.length + 64);
      }
      case CONTINUED_FINAL_MESSAGE -> {
        ObjectNode root = Json.object(body).node();
        root.put("continue_final_message", true).put("add_generation_prompt", false);
        yield Json.write(root, body.length + 64);
      }
    };
  }
}
