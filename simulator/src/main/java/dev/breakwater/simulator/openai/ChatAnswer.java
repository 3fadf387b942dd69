package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Answer;
import dev.breakwater.simulator.answer.Chunk;
import dev.breakwater.simulator.answer.Identifier;
import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.openai.ChatRequest.Manner;
import dev.breakwater.simulator.speech.Block;
import dev.breakwater.simulator.speech.Piece;
import dev.breakwater.simulator.speech.Utterance;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** A chat completion, as one object or as server-sent events. */
final class ChatAnswer implements Answer {
  private static final String FINGERPRINT = "fp_51ab8e7a20";

  private final List<Utterance> choices;
  private final long inputTokens;
  private final Manner manner;
  private final ChatParts parts;
  private final boolean streamUsage;
  private final Wishes wishes;

  /**
   * {@code "id":…} to {@code "system_fingerprint":…}, but for the object's kind, which comes
   * before.
   */
  private final String envelope;

  ChatAnswer(
      String model, long inputTokens, List<Utterance> choices, Manner manner, Wishes wishes) {
    this.inputTokens = inputTokens;
    this.choices = choices;
    this.manner = manner;
    this.parts = new ChatParts(manner);
    this.streamUsage = manner.streamUsage() && wishes.usage();
    this.wishes = wishes;
    this.envelope =
        "\"id\":\""
            + Identifier.of("chatcmpl-", 29)
            + "\",\"created\":"
            + System.currentTimeMillis() / 1000
            + ",\"model\":"
            + Json.quote(model)
            + ",\"service_tier\":"
            + Json.quote(manner.tier())
            + ",\"system_fingerprint\":\""
            + FINGERPRINT
            + "\"";
  }

  @Override
  public List<Utterance> choices() {
    return choices;
  }

  @Override
  public Buffer whole() {
    StringBuilder out = new StringBuilder(1024);
    out.append("{\"object\":\"chat.completion\",").append(envelope).append(",\"choices\":[");
    for (int choice = 0; choice < choices.size(); choice++) {
      Utterance said = choices.get(choice);
      out.append(choice == 0 ? "" : ",").append("{\"index\":").append(choice);
      out.append(",\"message\":").append(parts.message(said));
      out.append(",\"logprobs\":").append(parts.logprobs(said));
      out.append(",\"finish_reason\":").append(wishes.end() ? parts.finish(said) : "null");
      out.append(filtered(true)).append('}');
    }
    out.append(']');
    if (manner.host() == Host.AZURE) {
      out.append(",\"prompt_filter_results\":").append(ContentFilter.PROMPT);
    }
    if (wishes.usage()) {
      out.append(",\"usage\":").append(usage());
    }
    return Buffer.buffer(out.append('}').toString());
  }

  @Override
  public String streamType() {
    return "text/event-stream; charset=utf-8";
  }

  @Override
  public List<Buffer> opening() {
    List<Buffer> opening = new ArrayList<>(choices.size() + 1);
    if (manner.host() == Host.AZURE) {
      opening.add(
          Buffer.buffer(
              "data: {\"choices\":[],\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\",\"prompt_filter_results\":"
                  + ContentFilter.PROMPT
                  + "}\n\n"));
    }
    for (int choice = 0; choice < choices.size(); choice++) {
      opening.add(bare(choice, parts.role(choices.get(choice)), "null"));
    }
    return opening;
  }

  @Override
  public Chunk chunk(int choice, int number) {
    Utterance said = choices.get(choice);
    Piece piece = said.piece(number);
    String delta = parts.delta(said, piece);
    if (piece.block() instanceof Block.ToolCall call) {
      List<Buffer> before =
          piece.first()
              ? List.of(bare(choice, parts.opening(said, piece, call), "null"))
              : List.of();
      return new Chunk(before, bare(choice, delta, "null"), List.of());
    }
    return Chunk.of(event(choice, delta, parts.logprobs(piece), "null", filtered(true)));
  }

  @Override
  public List<Buffer> closing() {
    List<Buffer> closing = new ArrayList<>(choices.size() + 2);
    if (wishes.end()) {
      for (int choice = 0; choice < choices.size(); choice++) {
        closing.add(bare(choice, "{}", parts.finish(choices.get(choice))));
      }
    }
    if (streamUsage) {
      closing.add(
          Buffer.buffer(
              "data: {\"object\":\"chat.completion.chunk\","
                  + envelope
                  + ",\"choices\":[],\"usage\":"
                  + usage()
                  + "}\n\n"));
    }
    if (wishes.end()) {
      closing.add(Buffer.buffer("data: [DONE]\n\n"));
    }
    return closing;
  }

  @Override
  public Buffer errorEvent(boolean first) {
    return Buffer.buffer("data: ")
        .appendBuffer(OpenAiErrors.usual(500).body())
        .appendString("\n\n");
  }

  /** An event without text of the model's. */
  private Buffer bare(int choice, String delta, String finish) {
    return event(choice, delta, "null", finish, filtered(false));
  }

  private Buffer event(
      int choice, String delta, String logprobs, String finish, String filterResults) {
    StringBuilder out = new StringBuilder(320);
    out.append("data: {\"object\":\"chat.completion.chunk\",").append(envelope);
    out.append(",\"choices\":[{\"index\":").append(choice).append(",\"delta\":").append(delta);
    out.append(",\"logprobs\":").append(logprobs);
    out.append(",\"finish_reason\":").append(finish);
    out.append(filterResults).append("}]");
    if (streamUsage) {
      out.append(",\"usage\":null");
    }
    return Buffer.buffer(out.append("}\n\n").toString());
  }

  /** The filters' results of a choice, at Azure; empty where there is no text to filter. */
  private String filtered(boolean text) {
    return switch (manner.host()) {
      case OPENAI -> "";
      case AZURE -> ",\"content_filter_results\":" + (text ? ContentFilter.ANSWER : "{}");
    };
  }

  private String usage() {
    return Usage.of(wishes, inputTokens, manner.cachedTokens(), choices).chat();
  }
}
