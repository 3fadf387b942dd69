package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Answer;
import dev.breakwater.simulator.answer.Chunk;
import dev.breakwater.simulator.answer.Identifier;
import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Passage;
import dev.breakwater.simulator.speech.Piece;
import dev.breakwater.simulator.speech.Utterance;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** A completion of the old kind, as one object or as server-sent events. */
final class CompletionAnswer implements Answer {
  private final CompletionRequest request;
  private final List<Utterance> choices;
  private final Wishes wishes;
  private final boolean streamUsage;
  private final String envelope;

  CompletionAnswer(CompletionRequest request, List<Utterance> choices, Wishes wishes) {
    this.request = request;
    this.choices = choices;
    this.wishes = wishes;
    this.streamUsage =
        wishes.usage()
            && request.body().path("stream_options").path("include_usage").asBoolean(false);
    this.envelope =
        "{\"id\":\""
            + Identifier.of("cmpl-", 29)
            + "\",\"object\":\"text_completion\",\"created\":"
            + System.currentTimeMillis() / 1000
            + ",\"model\":"
            + Json.quote(request.model())
            + ",\"system_fingerprint\":null,\"choices\":[";
  }

  @Override
  public List<Utterance> choices() {
    return choices;
  }

  @Override
  public Buffer whole() {
    StringBuilder out = new StringBuilder(envelope);
    for (int choice = 0; choice < choices.size(); choice++) {
      Passage said = choices.get(choice).blocks().getFirst().said();
      out.append(choice == 0 ? "" : ",");
      String text = request.echo(choice) + said.text();
      choice(out, choice, text, probabilities(said, 0, said.pieces()), finish(choice));
    }
    out.append(']');
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
    return List.of();
  }

  @Override
  public Chunk chunk(int choice, int number) {
    Piece piece = choices.get(choice).piece(number);
    Passage said = piece.block().said();
    String text = said.text().substring(piece.start(), piece.end());
    String shown = number == 0 ? request.echo(choice) + text : text;
    return Chunk.of(event(choice, shown, probabilities(said, number, number + 1), "null"));
  }

  @Override
  public List<Buffer> closing() {
    List<Buffer> closing = new ArrayList<>();
    if (wishes.end()) {
      for (int choice = 0; choice < choices.size(); choice++) {
        closing.add(event(choice, "", "null", finish(choice)));
      }
    }
    if (streamUsage) {
      closing.add(Buffer.buffer("data: " + envelope + "],\"usage\":" + usage() + "}\n\n"));
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

  private Buffer event(int choice, String text, String logprobs, String finish) {
    StringBuilder out = new StringBuilder("data: ").append(envelope);
    choice(out, choice, text, logprobs, finish);
    out.append(streamUsage ? "],\"usage\":null}\n\n" : "]}\n\n");
    return Buffer.buffer(out.toString());
  }

  private static void choice(
      StringBuilder out, int choice, String text, String logprobs, String finish) {
    out.append("{\"text\":").append(Json.quote(text)).append(",\"index\":").append(choice);
    out.append(",\"logprobs\":").append(logprobs);
    out.append(",\"finish_reason\":").append(finish).append('}');
  }

  private String probabilities(Passage said, int from, int to) {
    if (!request.body().path("logprobs").isNumber()) {
      return "null";
    }
    List<String> tokens = new ArrayList<>();
    List<String> likely = new ArrayList<>();
    List<String> top = new ArrayList<>();
    List<String> offsets = new ArrayList<>();
    for (int piece = from; piece < to; piece++) {
      String token = said.text().substring(said.start(piece), said.end(piece));
      tokens.add(Json.quote(token));
      likely.add(Logprobs.of(token));
      top.add("{" + Json.quote(token) + ":" + Logprobs.of(token) + "}");
      offsets.add(Integer.toString(said.start(piece)));
    }
    return "{\"tokens\":%s,\"token_logprobs\":%s,\"top_logprobs\":%s,\"text_offset\":%s}"
        .formatted(array(tokens), array(likely), array(top), array(offsets));
  }

  private static String array(List<String> values) {
    return "[" + String.join(",", values) + "]";
  }

  private String finish(int choice) {
    if (!wishes.end()) {
      return "null";
    }
    return switch (choices.get(choice).ending()) {
      case DONE, TOOL_CALLS, STOP_SEQUENCE -> "\"stop\"";
      case MAX_TOKENS -> "\"length\"";
    };
  }

  private String usage() {
    return Usage.of(wishes, request.tokens(), 0, choices).chat();
  }
}
