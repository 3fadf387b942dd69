package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Identifier;
import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Block;
import dev.breakwater.simulator.speech.Passage;
import dev.breakwater.simulator.speech.Piece;
import dev.breakwater.simulator.speech.Signature;
import dev.breakwater.simulator.speech.Utterance;
import dev.breakwater.simulator.speech.Utterance.Ending;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The object that a response is, begun or finished, with its items. */
final class ResponseObject {
  private final ResponsesRequest request;
  private final Utterance said;
  private final Wishes wishes;
  private final String id;
  private final List<String> ids;
  private final long created = System.currentTimeMillis() / 1000;

  ResponseObject(ResponsesRequest request, Utterance said, Wishes wishes, String id) {
    this.request = request;
    this.said = said;
    this.wishes = wishes;
    this.id = id;
    this.ids = said.blocks().stream().map(ResponseObject::newId).toList();
  }

  private static String newId(Block block) {
    return switch (block) {
      case Block.Thinking _ -> Identifier.of("rs_", 48);
      case Block.Text _ -> Identifier.of("msg_", 48);
      case Block.ToolCall _ -> Identifier.of("fc_", 48);
    };
  }

  /** The id of the item at {@code index}. */
  String id(int index) {
    return ids.get(index);
  }

  /** Before anything is said. */
  ObjectNode begun() {
    ObjectNode response = head("in_progress");
    response.putNull("completed_at").putNull("incomplete_details").putArray("output");
    if (wishes.usage()) {
      response.putNull("usage");
    }
    return response;
  }

  /** After all is said. */
  ObjectNode finished() {
    boolean cut = said.ending() == Ending.MAX_TOKENS;
    ObjectNode response = head(cut ? "incomplete" : "completed");
    if (cut) {
      response.putNull("completed_at");
      response.putObject("incomplete_details").put("reason", "max_output_tokens");
    } else {
      response.put("completed_at", System.currentTimeMillis() / 1000);
      response.putNull("incomplete_details");
    }
    ArrayNode output = response.putArray("output");
    for (int index = 0; index < ids.size(); index++) {
      output.add(item(index, false));
    }
    if (wishes.usage()) {
      long cached = request.prompt().cached(request.body());
      response.set(
          "usage", Usage.of(wishes, request.prompt().tokens(), cached, List.of(said)).response());
    }
    return response;
  }

  /** Keeps the finished response for later requests. */
  void keep() {
    ObjectNode response = finished();
    ArrayNode conversation = Json.array();
    request.conversation().forEach(conversation::add);
    response.path("output").forEach(conversation::add);
    request
        .store()
        .keep(new ResponseStore.Stored(response, ResponseItems.kept(request.own()), conversation));
  }

  private ObjectNode head(String status) {
    JsonNode body = request.body();
    ObjectNode response = Json.object();
    response.put("id", id).put("object", "response").put("created_at", created);
    response.put("status", status).put("background", false).putNull("error");
    copy(response, body, "instructions", "max_output_tokens", "max_tool_calls");
    response.put("model", request.model());
    response.put("parallel_tool_calls", body.path("parallel_tool_calls").asBoolean(true));
    copy(response, body, "previous_response_id", "prompt_cache_key", "prompt_cache_retention");
    JsonNode reasoning = body.path("reasoning");
    ObjectNode thinking = response.putObject("reasoning");
    copy(thinking, reasoning, "effort", "summary");
    copy(response, body, "safety_identifier");
    String tier = body.path("service_tier").asString("auto");
    response.put("service_tier", tier.equals("auto") ? "default" : tier);
    response.put("store", request.kept());
    response.put("temperature", body.path("temperature").asDouble(1));
    ObjectNode text = response.putObject("text");
    JsonNode format = body.path("text").path("format");
    text.set("format", format.isObject() ? format : Json.object().put("type", "text"));
    text.put("verbosity", body.path("text").path("verbosity").asString("medium"));
    JsonNode choice = body.path("tool_choice");
    response.set("tool_choice", Rules.absent(choice) ? Json.text("auto") : choice);
    response.set("tools", tools(body.path("tools")));
    response.put("top_logprobs", body.path("top_logprobs").asInt(0));
    response.put("top_p", body.path("top_p").asDouble(1));
    response.put("truncation", body.path("truncation").asString("disabled"));
    copy(response, body, "user");
    JsonNode metadata = body.path("metadata");
    response.set("metadata", metadata.isObject() ? metadata : Json.object());
    return response;
  }

  private static void copy(ObjectNode target, JsonNode source, String... keys) {
    for (String key : keys) {
      JsonNode value = source.path(key);
      target.set(key, value.isMissingNode() ? Json.none() : value);
    }
  }

  private static ArrayNode tools(JsonNode tools) {
    ArrayNode offered = Json.array();
    for (JsonNode tool : tools) {
      ObjectNode one = Json.object().put("type", "function");
      copy(one, tool, "name", "description", "parameters");
      one.put("strict", tool.path("strict").asBoolean(true));
      offered.add(one);
    }
    return offered;
  }

  /** An item of the output, before it says anything or after all. */
  ObjectNode item(int index, boolean begun) {
    boolean cut = said.ending() == Ending.MAX_TOKENS && index == ids.size() - 1;
    String status = begun ? "in_progress" : cut ? "incomplete" : "completed";
    ObjectNode item = Json.object().put("id", ids.get(index));
    switch (said.blocks().get(index)) {
      case Block.Thinking(Passage thought) -> thinking(item, thought, begun);
      case Block.Text(Passage text) -> {
        item.put("type", "message").put("status", status).put("role", "assistant");
        ArrayNode content = item.putArray("content");
        if (!begun) {
          content.add(text(text));
        }
      }
      case Block.ToolCall(String callId, String name, Passage arguments) ->
          item.put("type", "function_call")
              .put("status", status)
              .put("call_id", callId)
              .put("name", name)
              .put("arguments", begun ? "" : arguments.text());
    }
    return item;
  }

  private void thinking(ObjectNode item, Passage thought, boolean begun) {
    item.put("type", "reasoning");
    ArrayNode summaries = item.putArray("summary");
    if (!begun && thought.pieces() > 0) {
      summaries.add(summary(thought.text()));
    }
    if (request.includes("reasoning.encrypted_content")) {
      item.put("encrypted_content", begun ? "" : Signature.seal(thought.text()));
    }
  }

  static ObjectNode summary(String text) {
    return Json.object().put("type", "summary_text").put("text", text);
  }

  /** What the model says, or why it does not. */
  ObjectNode text(Passage text) {
    if (request.refused()) {
      return Json.object().put("type", "refusal").put("refusal", text.text());
    }
    ObjectNode part = emptyText().put("text", text.text());
    part.set("logprobs", logprobs(text));
    return part;
  }

  ObjectNode emptyText() {
    if (request.refused()) {
      return Json.object().put("type", "refusal").put("refusal", "");
    }
    ObjectNode part = Json.object().put("type", "output_text").put("text", "");
    part.putArray("annotations");
    part.putArray("logprobs");
    return part;
  }

  /** The probabilities of a text's tokens; none when they are not asked for. */
  JsonNode logprobs(Passage text) {
    return logprobs(text, 0, text.pieces());
  }

  /** The probabilities of one piece. */
  JsonNode logprobs(Piece piece) {
    return logprobs(piece.block().said(), piece.number(), piece.number() + 1);
  }

  private JsonNode logprobs(Passage text, int from, int to) {
    StringBuilder out = new StringBuilder("[");
    if (request.includes("message.output_text.logprobs")) {
      Logprobs.append(out, text, from, to, request.body().path("top_logprobs").asInt(0));
    }
    JsonNode entries = Json.parse(Json.utf8(out.append(']').toString()));
    return entries == null ? Json.array() : entries;
  }
}
