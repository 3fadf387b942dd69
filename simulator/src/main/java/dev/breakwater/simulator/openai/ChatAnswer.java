package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Answer;
import dev.breakwater.simulator.answer.Chunk;
import dev.breakwater.simulator.answer.Identifier;
import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.openai.ChatRequest.Manner;
import dev.breakwater.simulator.speech.Block;
import dev.breakwater.simulator.speech.Passage;
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
      out.append(choice == 0 ? "" : ",").append("{\"index\":").append(choice);
      out.append(",\"message\":{\"role\":\"assistant\"");
      message(out, choices.get(choice));
      out.append("},\"logprobs\":");
      logprobs(out, choices.get(choice));
      out.append(",\"finish_reason\":").append(wishes.end() ? finish(choice) : "null");
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

  private void message(StringBuilder out, Utterance said) {
    boolean refused = refused();
    out.append(",\"content\":");
    out.append(calls(said) || refused ? "null" : Json.quote(said.text()));
    out.append(",\"refusal\":").append(refused ? Json.quote(said.text()) : "null");
    out.append(",\"annotations\":[]");
    int number = 0;
    for (Block block : said.blocks()) {
      if (block instanceof Block.ToolCall call) {
        if (manner.legacy()) {
          out.append(",\"function_call\":");
          function(out, call, call.said().text());
        } else {
          out.append(number == 0 ? ",\"tool_calls\":[{" : ",{");
          head(out, call);
          function(out, call, call.said().text());
          out.append('}');
        }
        number++;
      }
    }
    out.append(number > 0 && !manner.legacy() ? "]" : "");
  }

  private static void head(StringBuilder out, Block.ToolCall call) {
    out.append("\"id\":").append(Json.quote(call.id())).append(",\"type\":\"function\"");
    out.append(",\"function\":");
  }

  private static void function(StringBuilder out, Block.ToolCall call, String arguments) {
    out.append("{\"name\":").append(Json.quote(call.name()));
    out.append(",\"arguments\":").append(Json.quote(arguments)).append('}');
  }

  private void logprobs(StringBuilder out, Utterance said) {
    if (manner.logprobs() < 0 || calls(said)) {
      out.append("null");
      return;
    }
    out.append("{\"content\":[");
    for (Block block : said.blocks()) {
      if (block instanceof Block.Text(Passage text)) {
        Logprobs.append(out, text, 0, text.pieces(), manner.logprobs());
      }
    }
    out.append("],\"refusal\":null}");
  }

  /** Azure's filters end such an answer, OpenAI's model says that it will not give it. */
  private boolean refused() {
    return manner.refused() && manner.host() == Host.OPENAI;
  }

  private static boolean calls(Utterance said) {
    return said.blocks().stream().anyMatch(block -> block instanceof Block.ToolCall);
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
      String content = calls(choices.get(choice)) ? "null" : "\"\"";
      opening.add(
          event(
              choice,
              "{\"role\":\"assistant\",\"content\":" + content + ",\"refusal\":null}",
              "null",
              "null"));
    }
    return opening;
  }

  @Override
  public Chunk chunk(int choice, int number) {
    Piece piece = choices.get(choice).piece(number);
    Passage said = piece.block().said();
    StringBuilder words = new StringBuilder();
    Json.appendEscaped(words, said.text(), piece.start(), piece.end());
    return switch (piece.block()) {
      case Block.ToolCall call -> call(choice, piece, call, words);
      case Block.Text(_) ->
          Chunk.of(event(choice, "{\"content\":\"" + words + "\"}", probabilities(piece), "null"));
      // Thoughts are hidden and have no pieces.
      case Block.Thinking(_) -> Chunk.of(event(choice, "{}", "null", "null"));
    };
  }

  private Chunk call(int choice, Piece piece, Block.ToolCall call, StringBuilder words) {
    if (manner.legacy()) {
      StringBuilder opening = new StringBuilder("{\"function_call\":");
      function(opening, call, "");
      Buffer first = event(choice, opening.append('}'), "null", "null");
      Buffer content =
          event(choice, "{\"function_call\":{\"arguments\":\"" + words + "\"}}", "null", "null");
      return new Chunk(piece.first() ? List.of(first) : List.of(), content, List.of());
    }
    int number = number(choices.get(choice), piece.index());
    StringBuilder opening = new StringBuilder("{\"tool_calls\":[{\"index\":").append(number);
    opening.append(',');
    head(opening, call);
    function(opening, call, "");
    Buffer first = event(choice, opening.append("}]}"), "null", "null");
    Buffer content =
        event(
            choice,
            "{\"tool_calls\":[{\"index\":"
                + number
                + ",\"function\":{\"arguments\":\""
                + words
                + "\"}}]}",
            "null",
            "null");
    return new Chunk(piece.first() ? List.of(first) : List.of(), content, List.of());
  }

  /** How many calls come before the block at {@code index}. */
  private static int number(Utterance said, int index) {
    return (int)
        said.blocks().subList(0, index).stream()
            .filter(block -> block instanceof Block.ToolCall)
            .count();
  }

  private String probabilities(Piece piece) {
    if (manner.logprobs() < 0) {
      return "null";
    }
    StringBuilder out = new StringBuilder("{\"content\":[");
    Logprobs.append(
        out, piece.block().said(), piece.number(), piece.number() + 1, manner.logprobs());
    return out.append("],\"refusal\":null}").toString();
  }

  @Override
  public List<Buffer> closing() {
    List<Buffer> closing = new ArrayList<>(choices.size() + 2);
    if (wishes.end()) {
      for (int choice = 0; choice < choices.size(); choice++) {
        closing.add(event(choice, "{}", "null", finish(choice)));
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

  private Buffer event(int choice, CharSequence delta, String logprobs, String finish) {
    boolean content = delta.toString().startsWith("{\"content\"");
    StringBuilder out = new StringBuilder(320);
    out.append("data: {\"object\":\"chat.completion.chunk\",").append(envelope);
    out.append(",\"choices\":[{\"index\":").append(choice).append(",\"delta\":").append(delta);
    out.append(",\"logprobs\":").append(logprobs);
    out.append(",\"finish_reason\":").append(finish);
    out.append(filtered(content)).append("}]");
    if (streamUsage) {
      out.append(",\"usage\":null");
    }
    return Buffer.buffer(out.append("}\n\n").toString());
  }

  /** The filters' results of a choice, at Azure; empty where there is nothing to filter. */
  private String filtered(boolean content) {
    return switch (manner.host()) {
      case OPENAI -> "";
      case AZURE -> ",\"content_filter_results\":" + (content ? ContentFilter.ANSWER : "{}");
    };
  }

  private String finish(int choice) {
    if (manner.refused() && manner.host() == Host.AZURE) {
      return "\"content_filter\"";
    }
    return switch (choices.get(choice).ending()) {
      case DONE, STOP_SEQUENCE -> "\"stop\"";
      case TOOL_CALLS -> manner.legacy() ? "\"function_call\"" : "\"tool_calls\"";
      case MAX_TOKENS -> "\"length\"";
    };
  }

  private String usage() {
    return Usage.of(wishes, inputTokens, manner.cachedTokens(), choices).chat();
  }
}
