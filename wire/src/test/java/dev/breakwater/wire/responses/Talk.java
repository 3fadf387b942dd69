package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Extras;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Generation;
import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reasoning;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Draws conversations and answers that Responses can say. */
record Talk(Random random) {
  Conversation conversation() {
    List<Turn> turns = new ArrayList<>();
    int length = 1 + random.nextInt(5);
    for (int i = 0; i < length; i++) {
      turns.add(
          i % 2 == 0
              ? new Turn(Role.USER, userParts())
              : new Turn(Role.ASSISTANT, modelParts(Vendor.OPENAI)));
    }
    List<Part> system = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      system.add(new Part.Text(text()));
    }
    return new Conversation(
        system,
        turns,
        toolbox(),
        output(),
        generation(),
        reasoning(),
        maybe() ? null : text(),
        extras());
  }

  private List<Part> userParts() {
    List<Part> parts = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      parts.add(
          switch (random.nextInt(5)) {
            case 0 -> new Part.ToolResult(id(), null, List.of(new Part.Text(text())), false);
            case 1 ->
                new Part.ToolResult(id(), null, List.of(new Part.Text(text()), image()), false);
            case 2 -> image();
            case 3 ->
                new Part.Attachment(
                    new Media.Inline("application/pdf", JsonSlice.of("JVBERi0=")), "a.pdf", null);
            default -> new Part.Text(text());
          });
    }
    return parts;
  }

  private Part image() {
    return new Part.Attachment(
        switch (random.nextInt(3)) {
          case 0 -> new Media.Link(Media.Kind.IMAGE, null, "https://example.org/" + id());
          case 1 -> new Media.Uploaded(Vendor.OPENAI, Media.Kind.IMAGE, null, id());
          default -> new Media.Inline("image/png", JsonSlice.of("iVBORw0KGgo="));
        },
        null,
        maybe() ? "auto" : "high");
  }

  /**
   * @param maker of signed thoughts
   */
  List<Part> modelParts(Vendor maker) {
    List<Part> parts = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      parts.add(
          switch (random.nextInt(6)) {
            case 0 -> new Part.Thinking(maybe() ? "" : text(), new Signature(maker, id()));
            case 1 ->
                new Part.ToolCall(
                    id(), "tool", "{\"a\":" + random.nextInt() + "}", signature(maker));
            case 2 -> new Part.Refusal(text());
            case 3 -> new Part.Text(text(), List.of(citation()));
            case 4 ->
                maker == Vendor.OPENAI
                    ? new Part.Text(text())
                    : new Part.HiddenThinking(new Signature(maker, id()));
            default -> new Part.Text(text());
          });
    }
    return parts;
  }

  private @Nullable Signature signature(Vendor maker) {
    return maker == Vendor.OPENAI || maybe() ? null : new Signature(maker, id());
  }

  private Citation citation() {
    int start = random.nextInt(9);
    return new Citation(
        "https://example.org/" + id(),
        text(),
        null,
        null,
        new Citation.Span(Citation.Unit.ANSWER_CHARACTERS, start, start + random.nextInt(9)));
  }

  private Toolbox toolbox() {
    if (maybe()) {
      return Toolbox.NONE;
    }
    ObjectNode schema = Json.object().put("type", "object");
    return new Toolbox(
        List.of(
            new Toolbox.Tool("tool", maybe() ? null : text(), schema, maybe()),
            new Toolbox.Tool("other", null, schema, maybe())),
        switch (random.nextInt(5)) {
          case 0 -> new Toolbox.Choice.Forbidden();
          case 1 -> new Toolbox.Choice.Required();
          case 2 -> new Toolbox.Choice.Named("tool");
          case 3 -> new Toolbox.Choice.Among(List.of("tool", "other"), maybe());
          default -> new Toolbox.Choice.Automatic();
        },
        maybe());
  }

  private OutputFormat output() {
    return switch (random.nextInt(3)) {
      case 0 -> new OutputFormat.JsonMode();
      case 1 ->
          new OutputFormat.JsonSchema(
              id(), maybe() ? null : text(), Json.object().put("type", "object"), maybe());
      default -> new OutputFormat.Plain();
    };
  }

  private Generation generation() {
    return new Generation(
        new Sampling(
            maybe() ? null : random.nextInt(20) / 10.0,
            maybe() ? null : random.nextInt(11) / 10.0,
            null,
            null,
            null,
            null),
        maybe() ? null : 16L + random.nextInt(9999),
        List.of(),
        1,
        maybe() ? null : random.nextInt(21));
  }

  private @Nullable Reasoning reasoning() {
    List<Reasoning.Effort> efforts = List.of(Reasoning.Effort.values());
    return switch (random.nextInt(4)) {
      case 0 -> new Reasoning(new Reasoning.Amount.Off(), maybe());
      case 1 -> new Reasoning(new Reasoning.Amount.Dynamic(), true);
      case 2 ->
          new Reasoning(
              new Reasoning.Amount.AtEffort(efforts.get(random.nextInt(efforts.size()))), maybe());
      default -> null;
    };
  }

  private Extras extras() {
    ObjectNode harmless = Json.object();
    if (maybe()) {
      harmless.putObject("metadata").put("a", text());
    }
    if (maybe()) {
      harmless.put("service_tier", "flex").put("verbosity", "low");
    }
    return new Extras(Vendor.OPENAI, harmless, Json.object());
  }

  Reply reply() {
    List<Part> parts =
        modelParts(List.of(Vendor.values()).get(random.nextInt(Vendor.values().length)));
    boolean calls = parts.stream().anyMatch(Part.ToolCall.class::isInstance);
    boolean refuses = parts.stream().anyMatch(Part.Refusal.class::isInstance);
    FinishReason natural =
        calls ? FinishReason.TOOL_CALLS : refuses ? FinishReason.REFUSAL : FinishReason.STOP;
    List<FinishReason> reasons =
        List.of(natural, natural, FinishReason.LENGTH, FinishReason.CONTENT_FILTER);
    List<TokenProbability> probabilities =
        parts.stream().anyMatch(Part.Text.class::isInstance) && maybe()
            ? List.of(
                new TokenProbability(
                    "é", -0.5, List.of(new TokenProbability("é", -0.5, List.of()))))
            : List.of();
    return new Reply(
        "id-" + random.nextInt(),
        "model-" + random.nextInt(9),
        List.of(new Reply.Choice(parts, reasons.get(random.nextInt(4)), null, probabilities)),
        maybe()
            ? null
            : new Tokens(
                10L + random.nextInt(90),
                9,
                random.nextInt(5),
                random.nextInt(5),
                random.nextInt(9),
                true));
  }

  private String id() {
    return "id_" + Integer.toHexString(random.nextInt());
  }

  String text() {
    String[] pieces = {"a", "é", "日", "🙂", "\"", "\\", "\n", "\u0001", " ", "data: ", "\u2028"};
    StringBuilder text = new StringBuilder("x");
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }

  private boolean maybe() {
    return random.nextBoolean();
  }
}
