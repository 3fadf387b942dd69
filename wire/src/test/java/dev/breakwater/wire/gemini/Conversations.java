package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Extras;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Generation;
import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reasoning;
import dev.breakwater.wire.conversation.Reasoning.Amount;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Sampling;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.TokenProbability;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonSlice;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Random conversations and answers of which Gemini's protocol can say all. */
final class Conversations {
  private static final String[] SCHEMAS = {
    "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"enum\":[\"x\",\"y\"]},"
        + "\"b\":{\"type\":[\"integer\",\"null\"],\"minimum\":1}},\"required\":[\"a\"]}",
    "{\"type\":\"object\",\"properties\":{}}",
    "{\"type\":\"object\",\"properties\":{\"l\":{\"type\":\"array\",\"items\":{\"type\":\"number\"},"
        + "\"minItems\":1}},\"additionalProperties\":false}",
    "{\"type\":\"object\",\"properties\":{\"z\":{\"anyOf\":[{\"type\":\"string\"},"
        + "{\"type\":\"object\",\"properties\":{\"q\":{\"type\":\"boolean\"}}},{\"type\":\"null\"}]},"
        + "\"c\":{\"type\":\"string\",\"format\":\"date-time\",\"description\":\"When\"}}}",
    "{\"$defs\":{\"n\":{\"type\":\"integer\"}},\"type\":\"object\",\"properties\":{\"n\":{\"$ref\":\"#/$defs/n\"}}}",
    "{\"type\":\"object\",\"properties\":{\"e\":{\"type\":[\"string\",\"null\"],\"enum\":[\"a\",null]},"
        + "\"f\":{\"const\":5}}}",
    "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"format\":\"email\"},\"maxItems\":3}",
  };

  private final Random random;
  private final boolean third;
  private int calls;

  /**
   * @param third whether for a model of the third generation
   */
  Conversations(Random random, boolean third) {
    this.random = random;
    this.third = third;
  }

  private boolean flip() {
    return random.nextBoolean();
  }

  Conversation conversation() {
    List<Turn> turns = new ArrayList<>();
    List<Part.ToolCall> open = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(7); i++) {
      turns.add(i % 2 == 0 ? asked(open) : answered(open));
    }
    Toolbox toolbox = flip() ? Toolbox.NONE : toolbox();
    Extras extras = Extras.none(Vendor.GOOGLE);
    if (flip()) {
      extras.harmless().putArray("safetySettings").addObject().put("category", "C");
      extras.harmless().put("generationConfig.mediaResolution", "LOW");
      extras.essential().put("cachedContent", "cachedContents/1");
      extras.essential().putObject("tools.googleSearch");
    }
    return new Conversation(
        flip() ? List.of() : List.of(new Part.Text(text()), new Part.Text(text())),
        turns,
        toolbox,
        third || toolbox.isEmpty() ? output() : new OutputFormat.Plain(),
        new Generation(
            sampling(),
            flip() ? null : 1L + random.nextInt(9999),
            flip() ? List.of() : List.of(text(), text()),
            1 + random.nextInt(3),
            flip() ? null : random.nextInt(21)),
        reasoning(),
        null,
        extras);
  }

  private Sampling sampling() {
    return new Sampling(
        flip() ? null : random.nextInt(21) / 10.0,
        flip() ? null : random.nextInt(11) / 10.0,
        flip() ? null : 1L + random.nextInt(50),
        flip() ? null : random.nextInt(5) - 2.0,
        flip() ? null : random.nextInt(5) - 2.0,
        flip() ? null : (long) random.nextInt());
  }

  private @Nullable Reasoning reasoning() {
    Reasoning.Effort[] efforts = Reasoning.Effort.values();
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> new Reasoning(new Amount.Dynamic(), third || flip());
      case 2 ->
          third
              ? new Reasoning(new Amount.AtEffort(efforts[random.nextInt(4)]), flip())
              : new Reasoning(new Amount.Off(), false);
      default ->
          third ? null : new Reasoning(new Amount.Budget(1 + random.nextInt(20_000)), flip());
    };
  }

  private OutputFormat output() {
    return switch (random.nextInt(3)) {
      case 0 -> new OutputFormat.Plain();
      case 1 -> new OutputFormat.JsonMode();
      default -> new OutputFormat.JsonSchema(null, null, schema(), true);
    };
  }

  private ObjectNode schema() {
    return object(SCHEMAS[random.nextInt(SCHEMAS.length)]);
  }

  static ObjectNode object(String json) {
    try {
      return Json.object(json.getBytes(StandardCharsets.UTF_8)).node();
    } catch (MalformedBody e) {
      throw new AssertionError(e);
    }
  }

  private Toolbox toolbox() {
    List<Toolbox.Tool> tools = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      tools.add(new Toolbox.Tool("f" + i, flip() ? null : text(), flip() ? null : schema(), false));
    }
    Toolbox.Choice choice =
        switch (random.nextInt(6)) {
          case 0 -> new Toolbox.Choice.Forbidden();
          case 1 -> new Toolbox.Choice.Required();
          case 2 -> new Toolbox.Choice.Named("f0");
          case 3 -> new Toolbox.Choice.Among(List.of("f0", "f1"), true);
          case 4 -> new Toolbox.Choice.Among(List.of("f0"), false);
          default -> new Toolbox.Choice.Automatic();
        };
    return new Toolbox(tools, choice, true);
  }

  private Turn asked(List<Part.ToolCall> open) {
    List<Part> parts = new ArrayList<>();
    for (Part.ToolCall call : open) {
      List<Part> content = new ArrayList<>();
      content.add(new Part.Text(flip() ? text() : "{\"a\":[1,2.50]}"));
      if (third && flip()) {
        content.add(new Part.Attachment(inline()));
      }
      parts.add(new Part.ToolResult(call.id(), call.name(), content, flip()));
    }
    open.clear();
    for (int i = random.nextInt(3); i >= 0; i--) {
      parts.add(flip() ? new Part.Text(text()) : new Part.Attachment(media()));
    }
    return new Turn(Role.USER, parts);
  }

  private Media media() {
    return switch (random.nextInt(4)) {
      case 0 -> inline();
      case 1 -> new Media.PlainText("text/plain", text());
      case 2 -> new Media.Link(Media.Kind.IMAGE, "image/png", "https://example.org/a?b=" + calls);
      default ->
          new Media.Uploaded(Vendor.GOOGLE, Media.Kind.VIDEO, "video/mp4", "gs://a/" + calls);
    };
  }

  private static Media inline() {
    return new Media.Inline("application/pdf", JsonSlice.of("JVBERi0xLjQ="));
  }

  private Turn answered(List<Part.ToolCall> open) {
    List<Part> parts = parts(Vendor.GOOGLE);
    parts.forEach(part -> {
      if (part instanceof Part.ToolCall call) {
        open.add(call);
      }
    });
    return new Turn(Role.ASSISTANT, parts);
  }

  /** What a model says; thoughts are followed by something else. */
  private List<Part> parts(Vendor maker) {
    List<Part> parts = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      Signature signature = flip() ? null : new Signature(maker, "c2ln" + random.nextInt(99));
      boolean thinks = flip();
      if (thinks) {
        parts.add(new Part.Thinking(signature == null ? text() : flip() ? "" : text(), signature));
      }
      if (flip()) {
        boolean signs = thinks && maker == Vendor.GOOGLE;
        parts.add(
            new Part.ToolCall(
                "id-" + calls++, "f", "{\"a\":\"é\",\"n\":1.50}", signs ? signature : null));
      } else {
        parts.add(new Part.Text(text()));
      }
    }
    return parts;
  }

  Reply reply() {
    List<Reply.Choice> choices = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      choices.add(choice());
    }
    return new Reply(
        "id-" + random.nextInt(),
        "model-" + random.nextInt(9),
        choices,
        flip() ? null : new Tokens(10L + random.nextInt(90), 9, random.nextInt(10), 0, 2, true));
  }

  private Reply.Choice choice() {
    List<Part> parts = new ArrayList<>();
    int place = 0;
    boolean called = false;
    for (Part part : parts(flip() ? Vendor.GOOGLE : Vendor.ANTHROPIC)) {
      called |= part instanceof Part.ToolCall;
      if (part instanceof Part.Text text) {
        Citation.Span span =
            new Citation.Span(Citation.Unit.ANSWER_CHARACTERS, place, place + text.text().length());
        place = span.end();
        parts.add(
            flip()
                ? text
                : new Part.Text(
                    text.text(),
                    List.of(new Citation("https://a", flip() ? null : "T", null, null, span))));
      } else {
        parts.add(part);
      }
    }
    if (flip()) {
      parts.add(new Part.HiddenThinking(new Signature(Vendor.ANTHROPIC, "h/+" + calls)));
    }
    FinishReason[] reasons = {
      called ? FinishReason.TOOL_CALLS : FinishReason.STOP,
      FinishReason.LENGTH,
      FinishReason.CONTENT_FILTER,
      FinishReason.MALFORMED_CALL,
      FinishReason.OTHER
    };
    TokenProbability other = new TokenProbability("b", -1.5, List.of());
    return new Reply.Choice(
        parts,
        reasons[random.nextInt(reasons.length)],
        null,
        flip() ? List.of() : List.of(new TokenProbability("a", -0.25, List.of(other)), other));
  }

  private String text() {
    String[] pieces = {"a", "é", "日", "🙂", "\"", "\\", "\n", "\u0001", " ", "data: ", "\u2028"};
    StringBuilder text = new StringBuilder("x");
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }
}
