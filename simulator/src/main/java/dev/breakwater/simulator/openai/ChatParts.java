package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.openai.ChatRequest.Manner;
import dev.breakwater.simulator.speech.Block;
import dev.breakwater.simulator.speech.Passage;
import dev.breakwater.simulator.speech.Piece;
import dev.breakwater.simulator.speech.Utterance;

/** The parts of a choice: its message when it is whole, its deltas when it is streamed. */
final class ChatParts {
  private final Manner manner;

  ChatParts(Manner manner) {
    this.manner = manner;
  }

  /** The whole message with its braces. */
  String message(Utterance said) {
    StringBuilder out = new StringBuilder("{\"role\":\"assistant\",\"content\":");
    boolean refused = refused();
    out.append(calls(said) || refused ? "null" : Json.quote(said.text()));
    out.append(",\"refusal\":").append(refused ? Json.quote(said.text()) : "null");
    out.append(",\"annotations\":[]");
    int number = 0;
    for (Block block : said.blocks()) {
      if (block instanceof Block.ToolCall call) {
        if (manner.legacy()) {
          out.append(",\"function_call\":").append(function(call, call.said().text()));
        } else {
          out.append(number == 0 ? ",\"tool_calls\":[{" : ",{");
          out.append(head(call)).append(function(call, call.said().text())).append('}');
        }
        number++;
      }
    }
    return out.append(number > 0 && !manner.legacy() ? "]}" : "}").toString();
  }

  /** The delta that says who speaks. */
  String role(Utterance said) {
    String content = calls(said) ? "null" : "\"\"";
    return "{\"role\":\"assistant\",\"content\":" + content + ",\"refusal\":null}";
  }

  /** The delta that begins a call; its arguments are empty. */
  String opening(Utterance said, Piece piece, Block.ToolCall call) {
    return manner.legacy()
        ? "{\"function_call\":" + function(call, "") + "}"
        : "{\"tool_calls\":[{\"index\":"
            + number(said, piece)
            + ","
            + head(call)
            + function(call, "")
            + "}]}";
  }

  /** The delta of a piece. */
  String delta(Utterance said, Piece piece) {
    StringBuilder words = new StringBuilder();
    Json.appendEscaped(words, piece.block().said().text(), piece.start(), piece.end());
    return switch (piece.block()) {
      case Block.Text _ -> (refused() ? "{\"refusal\":\"" : "{\"content\":\"") + words + "\"}";
      case Block.ToolCall call ->
          manner.legacy()
              ? "{\"function_call\":{\"arguments\":\"" + words + "\"}}"
              : "{\"tool_calls\":[{\"index\":"
                  + number(said, piece)
                  + (custom(call) ? ",\"custom\":{\"input\":\"" : ",\"function\":{\"arguments\":\"")
                  + words
                  + "\"}}]}";
      // Thoughts are hidden and have no pieces.
      case Block.Thinking _ -> "{}";
    };
  }

  /** The probabilities of a whole choice. */
  String logprobs(Utterance said) {
    if (manner.logprobs() < 0 || calls(said)) {
      return "null";
    }
    StringBuilder out = new StringBuilder("{\"content\":[");
    for (Block block : said.blocks()) {
      if (block instanceof Block.Text(Passage text)) {
        Logprobs.append(out, text, 0, text.pieces(), manner.logprobs());
      }
    }
    return out.append("],\"refusal\":null}").toString();
  }

  /** The probabilities of one piece; only texts have them. */
  String logprobs(Piece piece) {
    if (manner.logprobs() < 0 || !(piece.block() instanceof Block.Text(Passage text))) {
      return "null";
    }
    StringBuilder out = new StringBuilder("{\"content\":[");
    Logprobs.append(out, text, piece.number(), piece.number() + 1, manner.logprobs());
    return out.append("],\"refusal\":null}").toString();
  }

  /** Why a choice ends. */
  String finish(Utterance said) {
    if (manner.refused() && manner.host() == Host.AZURE) {
      return "\"content_filter\"";
    }
    return switch (said.ending()) {
      case DONE, STOP_SEQUENCE -> "\"stop\"";
      case TOOL_CALLS -> manner.legacy() ? "\"function_call\"" : "\"tool_calls\"";
      case MAX_TOKENS -> "\"length\"";
    };
  }

  /** Azure's filters end such an answer, OpenAI's model says that it will not give it. */
  private boolean refused() {
    return manner.refused() && manner.host() == Host.OPENAI;
  }

  private static boolean calls(Utterance said) {
    return said.blocks().stream().anyMatch(block -> block instanceof Block.ToolCall);
  }

  /** How many calls come before this one. */
  private static long number(Utterance said, Piece piece) {
    return said.blocks().subList(0, piece.index()).stream()
        .filter(block -> block instanceof Block.ToolCall)
        .count();
  }

  private boolean custom(Block.ToolCall call) {
    return manner.custom().contains(call.name());
  }

  private String head(Block.ToolCall call) {
    String type = custom(call) ? "custom" : "function";
    return "\"id\":" + Json.quote(call.id()) + ",\"type\":\"" + type + "\",\"" + type + "\":";
  }

  private String function(Block.ToolCall call, String arguments) {
    return "{\"name\":"
        + Json.quote(call.name())
        + (custom(call) ? ",\"input\":" : ",\"arguments\":")
        + Json.quote(arguments)
        + "}";
  }
}
