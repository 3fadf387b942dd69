package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Generation;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reasoning;
import dev.breakwater.wire.conversation.Sampling;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.json.Json;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes requests from the neutral model. */
final class RequestWriter {
  /** The least limit that OpenAI accepts. */
  private static final long LEAST_TOKENS = 16;

  /** What Responses and chat completions have in common beside the model's words. */
  private static final Set<String> CARRIED =
      Set.of(
          "metadata",
          "prompt_cache_key",
          "prompt_cache_retention",
          "safety_identifier",
          "service_tier",
          "store",
          "truncation",
          "max_tool_calls");

  private final Conversation conversation;
  private final ResponsesModel model;
  private final Dropped dropped;
  private final ObjectNode root;

  private RequestWriter(Conversation conversation, String model, Dropped dropped) {
    this.conversation = conversation;
    this.model = ResponsesModel.named(model);
    this.dropped = dropped;
    this.root = Json.object().put("model", model);
  }

  static byte[] write(Conversation conversation, String model, boolean stream, Dropped dropped)
      throws Inexpressible {
    RequestWriter writer = new RequestWriter(conversation, model, dropped);
    return Json.write(writer.tree(stream), InputWriter.size(conversation));
  }

  private ObjectNode tree(boolean stream) throws Inexpressible {
    refuseWhatCannotBeSaid();
    input();
    tools();
    text();
    boolean thinks = reasoning();
    generation(thinks);
    include(thinks || model.thinks());
    if (conversation.user() != null) {
      root.put("user", conversation.user());
    }
    extras();
    if (stream) {
      root.put("stream", true);
    }
    return root;
  }

  private void refuseWhatCannotBeSaid() throws Inexpressible {
    for (String field : conversation.extras().essential().propertyNames()) {
      throw new Inexpressible(field, "'" + field + "' cannot be asked of OpenAI's Responses");
    }
    if (conversation.generation().choices() > 1) {
      throw new Inexpressible("n", "OpenAI's Responses give one answer only");
    }
    if (!conversation.generation().stop().isEmpty()) {
      throw new Inexpressible("stop", "OpenAI's Responses have no stop sequences");
    }
  }

  /** The first system text becomes the instructions, unless there is nothing else. */
  private void input() throws Inexpressible {
    List<Part> system = conversation.system();
    dropped.addIf(system.stream().anyMatch(Part.CachePoint.class::isInstance), "cache_control");
    List<String> texts = conversation.systemTexts();
    int first = 0;
    if (!conversation.turns().isEmpty() && !texts.isEmpty()) {
      root.put("instructions", texts.getFirst());
      first = 1;
    }
    ArrayNode input = root.putArray("input");
    for (String text : texts.subList(first, texts.size())) {
      input.addObject().put("role", "developer").put("content", text);
    }
    new InputWriter(input, dropped).write(conversation.turns());
  }

  private void tools() {
    if (conversation.toolbox().isEmpty()) {
      return;
    }
    root.set("tools", ToolWriter.tools(conversation.toolbox()));
    root.set("tool_choice", ToolWriter.choice(conversation.toolbox().choice()));
    root.put("parallel_tool_calls", conversation.toolbox().parallel());
  }

  private void text() {
    JsonNode verbosity =
        conversation.extras().vendor() == Vendor.OPENAI
            ? conversation.extras().harmless().get("verbosity")
            : null;
    if (conversation.output() instanceof OutputFormat.Plain && verbosity == null) {
      return;
    }
    ObjectNode text = root.putObject("text");
    text.set("format", ToolWriter.format(conversation.output()));
    if (verbosity != null) {
      text.set("verbosity", verbosity);
    }
  }

  /** Whether the model is asked to think. */
  private boolean reasoning() {
    Reasoning wanted = conversation.reasoning();
    if (wanted == null) {
      return false;
    }
    if (model.onlyTalks()) {
      dropped.addIf(wanted.isOn(), "reasoning_effort");
      return false;
    }
    String effort = model.effort(wanted.amount());
    if (effort == null && !wanted.visible()) {
      return wanted.isOn();
    }
    ObjectNode reasoning = root.putObject("reasoning");
    if (effort != null) {
      reasoning.put("effort", effort);
    }
    if (wanted.visible()) {
      reasoning.put("summary", "auto");
    }
    return wanted.isOn();
  }

  private void generation(boolean thinks) {
    Generation generation = conversation.generation();
    Long most = generation.maxTokens();
    if (most != null) {
      root.put("max_output_tokens", Math.max(LEAST_TOKENS, most));
    }
    Sampling sampling = generation.sampling();
    boolean refuses = model.thinks() && (thinks || conversation.reasoning() == null);
    sampling("temperature", sampling.temperature(), refuses);
    sampling("top_p", sampling.topP(), refuses);
    dropped.addIf(sampling.topK() != null, "top_k");
    dropped.addIf(sampling.frequencyPenalty() != null, "frequency_penalty");
    dropped.addIf(sampling.presencePenalty() != null, "presence_penalty");
    dropped.addIf(sampling.seed() != null, "seed");
  }

  private void sampling(String field, @Nullable Double value, boolean refuses) {
    if (value != null && refuses) {
      dropped.add(field);
    } else if (value != null) {
      root.put(field, value);
    }
  }

  private void include(boolean thinks) {
    Integer logprobs = conversation.generation().topLogprobs();
    if (!thinks && logprobs == null) {
      return;
    }
    ArrayNode include = root.putArray("include");
    if (thinks) {
      include.add(RequestReader.ENCRYPTED);
    }
    if (logprobs != null) {
      include.add(RequestReader.LOGPROBS);
      root.put("top_logprobs", logprobs);
    }
  }

  /** Nothing is left with the provider unless its own client asks for it. */
  private void extras() {
    root.put("store", false);
    boolean own = conversation.extras().vendor() == Vendor.OPENAI;
    conversation
        .extras()
        .harmless()
        .forEachEntry((field, value) -> {
          if (own && CARRIED.contains(field)) {
            root.set(field, value);
          } else if (!own || !field.equals("verbosity")) {
            dropped.add(field);
          }
        });
  }
}
