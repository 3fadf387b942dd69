package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.AnswerEvent;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Everything that chat completions have words for, by chance. */
final class Sayings {
  private final Random random;
  private int calls;

  Sayings(long seed) {
    random = new Random(seed);
  }

  /**
   * @param thinks whether it is for a model that takes an effort, and then no sampling
   */
  Conversation conversation(boolean thinks) {
    List<Turn> turns = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      turns.add(new Turn(Role.USER, some(3, this::userPart)));
      Turn assistant = new Turn(Role.ASSISTANT, assistantParts());
      turns.add(assistant);
      List<Part> results = new ArrayList<>();
      for (Part part : assistant.parts()) {
        if (part instanceof Part.ToolCall call) {
          results.add(new Part.ToolResult(call.id(), null, some(2, this::textPart), false));
        }
      }
      if (!results.isEmpty()) {
        turns.add(new Turn(Role.USER, results));
      }
    }
    OutputFormat output = output();
    List<Part> system = maybeSome(this::textPart);
    if (output instanceof OutputFormat.JsonMode) {
      system.add(new Part.Text("Say it in JSON."));
    }
    return new Conversation(
        system,
        turns,
        toolbox(),
        output,
        generation(thinks),
        thinks ? reasoning() : null,
        maybe(this::text),
        Extras.none(Vendor.OPENAI));
  }

  private Part userPart() {
    JsonSlice content = JsonSlice.of("QUJD".repeat(random.nextInt(9)));
    return switch (random.nextInt(8)) {
      case 0 ->
          new Part.Attachment(new Media.Inline("image/png", content), null, maybe(() -> "low"));
      case 1 ->
          new Part.Attachment(
              new Media.Link(Media.Kind.IMAGE, null, "https://example.org/a?b=\"c\""),
              null,
              maybe(() -> "high"));
      case 2 -> new Part.Attachment(new Media.Inline("audio/wav", content));
      case 3 -> new Part.Attachment(new Media.Inline("audio/mpeg", content));
      case 4 ->
          new Part.Attachment(new Media.Inline("application/pdf", content), "a \"b\".pdf", null);
      case 5 ->
          new Part.Attachment(
              new Media.Uploaded(Vendor.OPENAI, Media.Kind.DOCUMENT, null, "file-1"), null, null);
      default -> textPart();
    };
  }

  private List<Part> assistantParts() {
    List<Part> parts = new ArrayList<>();
    if (random.nextInt(5) == 0) {
      parts.add(new Part.Refusal(text()));
    } else if (random.nextInt(5) > 0) {
      parts.addAll(some(2, this::textPart));
    }
    for (int i = parts.isEmpty() ? 1 : random.nextInt(3); i > 0; i--) {
      parts.add(new Part.ToolCall("call_" + calls++, "tool-" + random.nextInt(3), arguments()));
    }
    return parts;
  }

  private String arguments() {
    return random.nextInt(8) == 0
        ? "not JSON {"
        : "{\"a\":" + (random.nextBoolean() ? "\"\\u00e9\\n🙂\"" : "1") + "}";
  }

  private Toolbox toolbox() {
    if (random.nextBoolean()) {
      return Toolbox.NONE;
    }
    List<Toolbox.Tool> tools = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      boolean strict = random.nextBoolean();
      tools.add(
          new Toolbox.Tool(
              "tool-" + i,
              maybe(this::text),
              strict ? schema(true) : maybe(() -> schema(false)),
              strict));
    }
    Toolbox.Choice choice =
        switch (random.nextInt(6)) {
          case 0 -> new Toolbox.Choice.Forbidden();
          case 1 -> new Toolbox.Choice.Required();
          case 2 -> new Toolbox.Choice.Named("tool-0");
          case 3 -> new Toolbox.Choice.Among(List.of("tool-0"), random.nextBoolean());
          default -> new Toolbox.Choice.Automatic();
        };
    return new Toolbox(tools, choice, random.nextBoolean());
  }

  private ObjectNode schema(boolean closed) {
    ObjectNode schema = Json.object().put("type", "object");
    schema.putObject("properties").putObject("a").put("type", "string").put("description", text());
    if (closed) {
      schema.put("additionalProperties", false).putArray("required").add("a");
    }
    return schema;
  }

  private OutputFormat output() {
    return switch (random.nextInt(4)) {
      case 0 -> new OutputFormat.JsonMode();
      case 1 -> {
        boolean strict = random.nextBoolean();
        yield new OutputFormat.JsonSchema("name-1", maybe(this::text), schema(strict), strict);
      }
      default -> new OutputFormat.Plain();
    };
  }

  private Generation generation(boolean thinks) {
    Long most = maybe(() -> 1L + random.nextInt(9999));
    int choices = 1 + random.nextInt(3);
    if (thinks) {
      return new Generation(Sampling.DEFAULT, most, List.of(), choices, null);
    }
    Sampling sampling =
        new Sampling(
            maybe(() -> random.nextInt(21) / 10.0),
            maybe(() -> random.nextInt(11) / 10.0),
            null,
            maybe(() -> random.nextInt(5) - 2.0),
            maybe(() -> random.nextInt(5) - 2.0),
            maybe(random::nextLong));
    List<String> stop = random.nextBoolean() ? List.of() : List.of(text(), text());
    return new Generation(sampling, most, stop, choices, maybe(() -> random.nextInt(21)));
  }

  private @Nullable Reasoning reasoning() {
    Reasoning.Effort[] efforts = {
      Reasoning.Effort.LOW, Reasoning.Effort.MEDIUM, Reasoning.Effort.HIGH, Reasoning.Effort.XHIGH
    };
    return switch (random.nextInt(3)) {
      case 0 -> null;
      case 1 -> new Reasoning(new Reasoning.Amount.Off(), true);
      default ->
          new Reasoning(
              new Reasoning.Amount.AtEffort(efforts[random.nextInt(efforts.length)]), true);
    };
  }

  Reply reply() {
    List<Reply.Choice> choices = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      choices.add(choice());
    }
    return new Reply("id-" + random.nextInt(), "model-" + random.nextInt(9), choices, tokens());
  }

  private @Nullable Tokens tokens() {
    return maybe(() ->
        new Tokens(100, 50, random.nextInt(30), random.nextInt(30), random.nextInt(50), true));
  }

  private Reply.Choice choice() {
    List<Part> parts = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      parts.add(new Part.Thinking(text(), null));
    }
    if (random.nextInt(4) > 0) {
      parts.add(new Part.Text(text(), maybeSome(this::citation)));
    }
    List<TokenProbability> probabilities = maybeSome(this::probability);
    if (random.nextInt(4) == 0) {
      parts.add(new Part.Refusal(text()));
      return new Reply.Choice(parts, FinishReason.REFUSAL, null, probabilities);
    }
    for (int i = random.nextInt(4); i > 1; i--) {
      parts.add(new Part.ToolCall("call_" + calls++, "tool", arguments()));
    }
    boolean called = parts.stream().anyMatch(Part.ToolCall.class::isInstance);
    FinishReason[] reasons = {
      called ? FinishReason.TOOL_CALLS : FinishReason.STOP,
      FinishReason.LENGTH,
      FinishReason.CONTENT_FILTER
    };
    return new Reply.Choice(parts, reasons[random.nextInt(3)], null, probabilities);
  }

  private Citation citation() {
    int start = random.nextInt(100);
    return new Citation(
        "https://example.org/" + start,
        text(),
        null,
        null,
        new Citation.Span(Citation.Unit.ANSWER_CHARACTERS, start, start + 1));
  }

  private TokenProbability probability() {
    return new TokenProbability(
        text(), -random.nextInt(99) / 8.0, List.of(new TokenProbability(text(), -0.5, List.of())));
  }

  /** The events of a whole stream, thoughts left out. */
  List<AnswerEvent> events() {
    List<AnswerEvent> events = new ArrayList<>();
    events.add(new AnswerEvent.Started("id-" + random.nextInt(), "model"));
    int choices = 1 + random.nextInt(3);
    List<List<AnswerEvent>> each = new ArrayList<>();
    for (int i = 0; i < choices; i++) {
      each.add(choiceEvents(i));
    }
    while (!each.isEmpty()) {
      List<AnswerEvent> next = each.get(random.nextInt(each.size()));
      events.add(next.removeFirst());
      each.removeIf(List::isEmpty);
    }
    Tokens tokens = tokens();
    if (tokens != null) {
      events.add(new AnswerEvent.Used(tokens));
    }
    return events;
  }

  private List<AnswerEvent> choiceEvents(int choice) {
    List<AnswerEvent> events = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      events.add(
          switch (random.nextInt(5)) {
            case 0 -> new AnswerEvent.Cited(choice, citation());
            case 1 -> new AnswerEvent.Probabilities(choice, some(2, this::probability));
            case 2 ->
                new AnswerEvent.Attached(
                    choice, new Media.Inline("image/png", JsonSlice.of("QUJD")));
            default -> new AnswerEvent.TextDelta(choice, text());
          });
    }
    int called = random.nextInt(4);
    for (int call = 0; call < called; call++) {
      events.add(new AnswerEvent.CallStarted(choice, call, "call_" + calls++, "tool", null));
      for (int i = random.nextInt(4); i >= 0; i--) {
        events.add(new AnswerEvent.CallArguments(choice, random.nextInt(call + 1), text()));
      }
      events.add(new AnswerEvent.CallArguments(choice, call, text()));
    }
    FinishReason reason = called > 0 ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    events.add(
        new AnswerEvent.Finished(
            choice, random.nextBoolean() ? reason : FinishReason.LENGTH, null));
    return events;
  }

  private Part textPart() {
    return new Part.Text(text());
  }

  String text() {
    String[] pieces = {"a", "é", "日", "🙂", "\"", "\\", "\n", "\u0001", " ", "data: ", "\u2028"};
    StringBuilder text = new StringBuilder("x");
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }

  private <T> @Nullable T maybe(Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }

  private <T> List<T> maybeSome(Supplier<T> value) {
    return random.nextBoolean() ? new ArrayList<>() : some(3, value);
  }

  private <T> List<T> some(int most, Supplier<T> value) {
    List<T> values = new ArrayList<>();
    for (int i = random.nextInt(most); i >= 0; i--) {
      values.add(value.get());
    }
    return values;
  }
}
