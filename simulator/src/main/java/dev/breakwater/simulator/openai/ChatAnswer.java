package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Answer;
import dev.breakwater.simulator.answer.Identifier;
import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Utterance;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** A chat completion, as one object or as server-sent events. */
final class ChatAnswer implements Answer {
  private static final String FINGERPRINT = "fp_51ab8e7a20";

  private final List<Utterance> choices;
  private final long inputTokens;
  private final boolean streamUsage;
  private final Wishes wishes;

  /**
   * {@code "id":…} to {@code "system_fingerprint":…}, but for the object's kind, which comes
   * before.
   */
  private final String envelope;

  ChatAnswer(
      String model, long inputTokens, List<Utterance> choices, boolean streamUsage, Wishes wishes) {
    this.inputTokens = inputTokens;
    this.choices = choices;
    this.streamUsage = streamUsage && wishes.usage();
    this.wishes = wishes;
    this.envelope =
        "\"id\":\""
            + Identifier.of("chatcmpl-", 29)
            + "\",\"created\":"
            + System.currentTimeMillis() / 1000
            + ",\"model\":"
            + Json.quote(model)
            + ",\"service_tier\":\"default\",\"system_fingerprint\":\""
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
      String text = choices.get(choice).text();
      out.append(choice == 0 ? "" : ",").append("{\"index\":").append(choice);
      out.append(",\"message\":{\"role\":\"assistant\",\"content\":\"");
      Json.appendEscaped(out, text, 0, text.length());
      out.append("\",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":");
      out.append(wishes.end() ? finish(choice) : "null").append('}');
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
    List<Buffer> opening = new ArrayList<>(choices.size());
    for (int choice = 0; choice < choices.size(); choice++) {
      opening.add(
          event(choice, "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null"));
    }
    return opening;
  }

  @Override
  public Buffer chunk(int choice, int piece) {
    Utterance utterance = choices.get(choice);
    StringBuilder delta = new StringBuilder(32).append("{\"content\":\"");
    Json.appendEscaped(delta, utterance.text(), utterance.start(piece), utterance.end(piece));
    return event(choice, delta.append("\"}"), "null");
  }

  @Override
  public List<Buffer> closing() {
    List<Buffer> closing = new ArrayList<>(choices.size() + 2);
    if (wishes.end()) {
      for (int choice = 0; choice < choices.size(); choice++) {
        closing.add(event(choice, "{}", finish(choice)));
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

  private Buffer event(int choice, CharSequence delta, String finish) {
    StringBuilder out = new StringBuilder(320);
    out.append("data: {\"object\":\"chat.completion.chunk\",").append(envelope);
    out.append(",\"choices\":[{\"index\":").append(choice).append(",\"delta\":").append(delta);
    out.append(",\"logprobs\":null,\"finish_reason\":").append(finish).append("}]");
    if (streamUsage) {
      out.append(",\"usage\":null");
    }
    return Buffer.buffer(out.append("}\n\n").toString());
  }

  private String finish(int choice) {
    return switch (choices.get(choice).ending()) {
      case DONE, STOP_SEQUENCE -> "\"stop\"";
      case MAX_TOKENS -> "\"length\"";
    };
  }

  private String usage() {
    long input = wishes.input(inputTokens);
    long output = wishes.output(choices.stream().mapToLong(Utterance::tokens).sum());
    return "{\"prompt_tokens\":"
        + input
        + ",\"completion_tokens\":"
        + output
        + ",\"total_tokens\":"
        + (input + output)
        + ",\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0}"
        + ",\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0"
        + ",\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}";
  }
}
