package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Answer;
import dev.breakwater.simulator.answer.Chunk;
import dev.breakwater.simulator.answer.Identifier;
import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Block;
import dev.breakwater.simulator.speech.Piece;
import dev.breakwater.simulator.speech.Utterance;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A response, as one object or as typed events. The events are numbered as they are made, so they
 * are to be asked for in order.
 */
final class ResponsesAnswer implements Answer {
  private final Utterance said;
  private final ResponseObject object;
  private final boolean end;
  private final boolean refused;
  private int sequence;

  /** An answer, which is kept from now on unless the request says otherwise. */
  ResponsesAnswer(ResponsesRequest request, Utterance said, Wishes wishes) {
    this.said = said;
    this.object = new ResponseObject(request, said, wishes, Identifier.of("resp_", 48));
    this.end = wishes.end();
    this.refused = request.refused();
    if (request.kept()) {
      object.keep();
    }
  }

  @Override
  public List<Utterance> choices() {
    return List.of(said);
  }

  @Override
  public Buffer whole() {
    return Buffer.buffer(Json.bytes(end ? object.finished() : object.begun()));
  }

  @Override
  public String streamType() {
    return "text/event-stream; charset=utf-8";
  }

  @Override
  public List<Buffer> opening() {
    return List.of(
        event("response.created", Json.object().set("response", object.begun())),
        event("response.in_progress", Json.object().set("response", object.begun())));
  }

  @Override
  public Chunk chunk(int choice, int number) {
    Piece piece = said.piece(number);
    List<Buffer> before = new ArrayList<>();
    if (piece.first()) {
      for (int index = piece.index() - 1; hidden(index); index--) {
        before.addAll(0, List.of(item("added", index, true), item("done", index, false)));
      }
      open(piece, before);
    }
    Buffer content = delta(piece);
    List<Buffer> after = new ArrayList<>();
    if (piece.last()) {
      close(piece, after);
    }
    return new Chunk(before, content, after);
  }

  private boolean hidden(int index) {
    return index >= 0 && said.blocks().get(index).said().pieces() == 0;
  }

  private void open(Piece piece, List<Buffer> events) {
    events.add(item("added", piece.index(), true));
    switch (piece.block()) {
      case Block.Thinking(_) ->
          events.add(
              event(
                  "response.reasoning_summary_part.added",
                  place(piece).put("summary_index", 0).set("part", ResponseObject.summary(""))));
      case Block.Text(_) ->
          events.add(
              event(
                  "response.content_part.added",
                  place(piece).put("content_index", 0).set("part", object.emptyText())));
      case Block.ToolCall _ -> {}
    }
  }

  private Buffer delta(Piece piece) {
    String text = piece.block().said().text().substring(piece.start(), piece.end());
    ObjectNode fields = place(piece).put("delta", text);
    return switch (piece.block()) {
      case Block.Thinking(_) ->
          event("response.reasoning_summary_text.delta", fields.put("summary_index", 0));
      case Block.Text(_) -> {
        fields.put("content_index", 0);
        if (refused) {
          yield event("response.refusal.delta", fields);
        }
        fields.set("logprobs", object.logprobs(piece));
        yield event("response.output_text.delta", fields);
      }
      case Block.ToolCall _ -> event("response.function_call_arguments.delta", fields);
    };
  }

  private void close(Piece piece, List<Buffer> events) {
    String text = piece.block().said().text();
    switch (piece.block()) {
      case Block.Thinking(_) -> {
        events.add(
            event(
                "response.reasoning_summary_text.done",
                place(piece).put("summary_index", 0).put("text", text)));
        events.add(
            event(
                "response.reasoning_summary_part.done",
                place(piece).put("summary_index", 0).set("part", ResponseObject.summary(text))));
      }
      case Block.Text(_) -> {
        ObjectNode done = place(piece).put("content_index", 0);
        if (refused) {
          events.add(event("response.refusal.done", done.put("refusal", text)));
        } else {
          done.put("text", text).set("logprobs", object.logprobs(piece.block().said()));
          events.add(event("response.output_text.done", done));
        }
        events.add(
            event(
                "response.content_part.done",
                place(piece)
                    .put("content_index", 0)
                    .set("part", object.text(piece.block().said()))));
      }
      case Block.ToolCall call ->
          events.add(
              event(
                  "response.function_call_arguments.done",
                  place(piece).put("name", call.name()).put("arguments", text)));
    }
    events.add(item("done", piece.index(), false));
  }

  private ObjectNode place(Piece piece) {
    return Json.object()
        .put("item_id", object.id(piece.index()))
        .put("output_index", piece.index());
  }

  private Buffer item(String what, int index, boolean begun) {
    ObjectNode fields = Json.object().put("output_index", index);
    fields.set("item", object.item(index, begun));
    return event("response.output_item." + what, fields);
  }

  @Override
  public List<Buffer> closing() {
    if (!end) {
      return List.of();
    }
    ObjectNode finished = object.finished();
    String type = "response." + finished.path("status").stringValue();
    return List.of(event(type, Json.object().set("response", finished)));
  }

  @Override
  public Buffer errorEvent(boolean first) {
    ObjectNode error =
        Json.object()
            .put("type", "server_error")
            .put("code", "server_error")
            .put("message", OpenAiErrors.BROKEN)
            .putNull("param");
    return event("error", Json.object().set("error", error));
  }

  private Buffer event(String type, ObjectNode fields) {
    ObjectNode data = Json.object().put("type", type).put("sequence_number", sequence++);
    fields.properties().forEach(field -> data.set(field.getKey(), field.getValue()));
    return Buffer.buffer("event: " + type + "\ndata: ")
        .appendBytes(Json.bytes(data))
        .appendString("\n\n");
  }
}
