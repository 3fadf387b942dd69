package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Extras;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Generation;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Reasoning;
import dev.breakwater.wire.conversation.Reasoning.Amount;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.Asked;
import dev.breakwater.wire.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The response object, which is an answer and stands in the first and last events of a stream. It
 * repeats what was asked for, as OpenAI's does.
 */
final class ResponseObject {
  private static final Conversation NOTHING =
      new Conversation(
          java.util.List.of(),
          java.util.List.of(),
          Toolbox.NONE,
          new OutputFormat.Plain(),
          Generation.DEFAULT,
          null,
          null,
          Extras.none(Vendor.OPENAI));

  private final Conversation asked;
  private final long created;

  /**
   * @param created seconds since 1970
   */
  ResponseObject(Asked asked, long created) {
    this.asked = asked.conversation() == null ? NOTHING : asked.conversation();
    this.created = created;
  }

  /** As it is before the first word. */
  ObjectNode begun(String id, String model) {
    return object(id, model, OutputItems.IN_PROGRESS, null, Json.array(), null);
  }

  /** As it is in the end. */
  ObjectNode ended(
      String id, String model, ArrayNode output, FinishReason finish, @Nullable Tokens tokens) {
    String reason =
        switch (finish) {
          case LENGTH -> "max_output_tokens";
          case CONTENT_FILTER -> "content_filter";
          case STOP, STOP_SEQUENCE, TOOL_CALLS, REFUSAL, MALFORMED_CALL, OTHER -> null;
        };
    return object(id, model, OutputItems.status(finish), reason, output, tokens);
  }

  private ObjectNode object(
      String id,
      String model,
      String status,
      @Nullable String incomplete,
      ArrayNode output,
      @Nullable Tokens tokens) {
    Generation generation = asked.generation();
    ObjectNode root = Json.object().put("id", id.isEmpty() ? "resp_unnamed" : id);
    root.put("object", "response").put("created_at", created).put("status", status);
    root.put("background", false);
    root.put("completed_at", status.equals(OutputItems.COMPLETED) ? (Long) created : null);
    root.putNull("error");
    if (incomplete == null) {
      root.putNull("incomplete_details");
    } else {
      root.putObject("incomplete_details").put("reason", incomplete);
    }
    root.putNull("instructions").put("max_output_tokens", generation.maxTokens());
    root.putNull("max_tool_calls").put("model", model);
    root.set("output", output);
    root.put("parallel_tool_calls", asked.toolbox().parallel());
    root.putNull("previous_response_id");
    root.set("prompt_cache_key", extra("prompt_cache_key", null));
    root.set("reasoning", reasoning());
    root.set("safety_identifier", extra("safety_identifier", null));
    root.putNull("service_tier").put("store", false);
    root.put("temperature", generation.sampling().temperature());
    ObjectNode text = root.putObject("text");
    text.set("format", ToolWriter.format(asked.output()));
    text.set("verbosity", extra("verbosity", "medium"));
    root.set("tool_choice", ToolWriter.choice(asked.toolbox().choice()));
    root.set("tools", ToolWriter.tools(asked.toolbox()));
    Integer logprobs = generation.topLogprobs();
    root.put("top_logprobs", logprobs == null ? 0 : logprobs);
    root.put("top_p", generation.sampling().topP());
    root.set("truncation", extra("truncation", "disabled"));
    root.set("usage", tokens == null ? null : ResponsesUsage.write(tokens));
    root.put("user", asked.user());
    JsonNode metadata = asked.extras().harmless().get("metadata");
    root.set("metadata", metadata == null ? Json.object() : metadata);
    return root;
  }

  private ObjectNode reasoning() {
    Reasoning wanted = asked.reasoning();
    ObjectNode reasoning = Json.object();
    String effort =
        switch (wanted == null ? null : wanted.amount()) {
          case null -> null;
          case Amount.Dynamic dynamic -> null;
          case Amount.Off off -> "none";
          case Amount.AtEffort at -> at.effort().word();
          case Amount.Budget budget -> Reasoning.Effort.of(budget.tokens()).word();
        };
    reasoning.put("effort", effort);
    return reasoning.put("summary", wanted != null && wanted.visible() ? "auto" : null);
  }

  private JsonNode extra(String field, @Nullable String otherwise) {
    JsonNode value = asked.extras().harmless().get(field);
    if (value != null) {
      return value;
    }
    return otherwise == null
        ? JsonNodeFactory.instance.nullNode()
        : JsonNodeFactory.instance.stringNode(otherwise);
  }
}
