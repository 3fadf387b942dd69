package dev.breakwater.wire.anthropic;

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
import dev.breakwater.wire.conversation.Reasoning.Amount;
import dev.breakwater.wire.conversation.Reasoning.Effort;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Sampling;
import dev.breakwater.wire.conversation.Signature;
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

/** Conversations, replies and streams that Anthropic's protocol can say all of, by a seed. */
final class Conversations {
  private static final String[] PIECES = {
    "a", "é", "日", "🙂", "\"", "\\", "\n", "\u0001", " ", "data: ", "\u2028", "{", "}", "]"
  };

  private static final List<Citation.Unit> UNITS =
      List.of(
          Citation.Unit.DOCUMENT_CHARACTERS,
          Citation.Unit.DOCUMENT_PAGES,
          Citation.Unit.DOCUMENT_BLOCKS);

  private final Random random;
  private int calls;

  Conversations(long seed) {
    random = new Random(seed);
  }

  /** A conversation for a model that thinks adaptively, or else within a budget. */
  Conversation conversation(boolean adaptive) {
    List<Turn> turns = turns(random.nextBoolean());
    boolean called = calls > 0;
    Toolbox toolbox = toolbox(called);
    boolean forced =
        toolbox.choice() instanceof Toolbox.Choice.Required
            || toolbox.choice() instanceof Toolbox.Choice.Named;
    boolean mayThink = !forced && (adaptive || startsWithThoughts(turns));
    Reasoning reasoning = reasoning(adaptive, mayThink);
    boolean thinks = reasoning != null && reasoning.isOn();
    Extras extras = Extras.none(Vendor.ANTHROPIC);
    if (random.nextInt(4) == 0) {
      extras.harmless().put("service_tier", "auto");
      extras.essential().putArray("mcp_servers").addObject().put("name", "x");
    }
    return new Conversation(
        random.nextInt(3) == 0 ? List.of() : texts(1 + random.nextInt(3), true),
        turns,
        toolbox,
        random.nextInt(4) == 0
            ? new OutputFormat.JsonSchema(null, null, closedSchema(), true)
            : new OutputFormat.Plain(),
        new Generation(
            thinks ? Sampling.DEFAULT : sampling(),
            200_000L + random.nextInt(99),
            random.nextBoolean() ? List.of() : List.of(text(), text())),
        reasoning,
        random.nextBoolean() ? null : text(),
        extras);
  }

  private List<Turn> turns(boolean thoughts) {
    List<Turn> turns = new ArrayList<>();
    turns.add(new Turn(Role.USER, said(List.of())));
    for (int i = random.nextInt(4); i > 0; i--) {
      List<Part> parts = new ArrayList<>();
      if (thoughts) {
        parts.add(new Part.Thinking(text(), signature()));
        if (random.nextBoolean()) {
          parts.add(new Part.HiddenThinking(signature()));
        }
      }
      if (random.nextBoolean()) {
        parts.add(new Part.Text(text(), citations(true)));
      }
      List<Part> results = new ArrayList<>();
      for (int call = random.nextInt(3); call > 0; call--) {
        String id = "call_" + ++calls;
        parts.add(new Part.ToolCall(id, "tool" + random.nextInt(2), arguments()));
        results.add(result(id));
      }
      if (results.isEmpty()) {
        parts.add(new Part.Text(text()));
      }
      turns.add(new Turn(Role.ASSISTANT, parts));
      turns.add(new Turn(Role.USER, said(results)));
    }
    return turns;
  }

  private Part result(String id) {
    List<Part> content =
        switch (random.nextInt(3)) {
          case 0 -> List.of();
          case 1 -> List.of(new Part.Text(text()));
          default -> List.of(new Part.Text(text()), attachment());
        };
    return new Part.ToolResult(id, null, content, random.nextInt(4) == 0);
  }

  private List<Part> said(List<Part> results) {
    List<Part> parts = new ArrayList<>(results);
    if (parts.isEmpty() || random.nextBoolean()) {
      parts.addAll(texts(1, true));
    }
    if (random.nextInt(3) == 0) {
      parts.add(attachment());
    }
    return parts;
  }

  private Part attachment() {
    JsonSlice data = JsonSlice.of("aGVsbG8=");
    return switch (random.nextInt(6)) {
      case 0 -> new Part.Attachment(new Media.Inline("image/png", data));
      case 1 -> new Part.Attachment(new Media.Inline("application/pdf", data), text(), null);
      case 2 -> new Part.Attachment(new Media.PlainText("text/plain", text()), text(), null);
      case 3 -> new Part.Attachment(new Media.Link(Media.Kind.IMAGE, null, "https://x/" + text()));
      case 4 ->
          new Part.Attachment(
              new Media.Link(Media.Kind.DOCUMENT, "application/pdf", "https://x/y.pdf"));
      default ->
          new Part.Attachment(
              new Media.Uploaded(Vendor.ANTHROPIC, Media.Kind.DOCUMENT, null, "file_" + text()));
    };
  }

  private List<Part> texts(int count, boolean cached) {
    List<Part> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(new Part.Text(text()));
      if (cached && random.nextInt(4) == 0) {
        texts.add(new Part.CachePoint());
      }
    }
    return texts;
  }

  private Toolbox toolbox(boolean needed) {
    if (!needed && random.nextBoolean()) {
      return Toolbox.NONE;
    }
    List<Toolbox.Tool> tools =
        List.of(
            new Toolbox.Tool("tool0", text(), closedSchema(), random.nextBoolean()),
            new Toolbox.Tool("tool1", null, Json.object().put("type", "object"), false));
    return switch (random.nextInt(4)) {
      case 0 -> new Toolbox(tools, new Toolbox.Choice.Required(), random.nextBoolean());
      case 1 -> new Toolbox(tools, new Toolbox.Choice.Named("tool1"), random.nextBoolean());
      case 2 -> new Toolbox(tools, new Toolbox.Choice.Forbidden(), true);
      default -> new Toolbox(tools, new Toolbox.Choice.Automatic(), random.nextBoolean());
    };
  }

  private static ObjectNode closedSchema() {
    ObjectNode schema = Json.object().put("type", "object");
    schema.putObject("properties").putObject("city").put("type", "string");
    schema.putArray("required").add("city");
    return schema.put("additionalProperties", false);
  }

  private @Nullable Reasoning reasoning(boolean adaptive, boolean mayThink) {
    if (random.nextInt(4) == 0) {
      return null;
    }
    if (!mayThink || random.nextInt(4) == 0) {
      return new Reasoning(new Amount.Off(), false);
    }
    if (!adaptive) {
      return new Reasoning(new Amount.Budget(1024L + random.nextInt(9999)), true);
    }
    Effort[] efforts = {Effort.LOW, Effort.MEDIUM, Effort.HIGH, Effort.MAX};
    Amount amount =
        random.nextBoolean()
            ? new Amount.Dynamic()
            : new Amount.AtEffort(efforts[random.nextInt(efforts.length)]);
    return new Reasoning(amount, random.nextBoolean());
  }

  private static boolean startsWithThoughts(List<Turn> turns) {
    return turns.size() > 1
        && turns.get(turns.size() - 2).parts().getFirst() instanceof Part.Thinking;
  }

  private Sampling sampling() {
    boolean temperature = random.nextBoolean();
    return new Sampling(
        temperature ? random.nextInt(11) / 10.0 : null,
        temperature || random.nextBoolean() ? null : random.nextInt(11) / 10.0,
        random.nextBoolean() ? null : 1L + random.nextInt(50),
        null,
        null,
        null);
  }

  Reply reply() {
    List<Part> parts = new ArrayList<>();
    boolean called = false;
    for (int i = random.nextInt(5); i > 0; i--) {
      Part part = answered();
      called |= part instanceof Part.ToolCall;
      parts.add(part);
    }
    FinishReason finish = finish(called);
    return new Reply(
        "msg_" + random.nextInt(),
        "model-" + random.nextInt(9),
        List.of(
            new Reply.Choice(parts, finish, finish == FinishReason.STOP_SEQUENCE ? text() : null)),
        tokens());
  }

  private Part answered() {
    return switch (random.nextInt(4)) {
      case 0 -> new Part.Thinking(text(), signature());
      case 1 -> new Part.HiddenThinking(signature());
      case 2 -> new Part.ToolCall("toolu_" + ++calls, "tool", arguments());
      default -> new Part.Text(text(), citations(false));
    };
  }

  private FinishReason finish(boolean called) {
    FinishReason[] reasons = {
      FinishReason.STOP, FinishReason.LENGTH, FinishReason.STOP_SEQUENCE, FinishReason.REFUSAL
    };
    return called ? FinishReason.TOOL_CALLS : reasons[random.nextInt(reasons.length)];
  }

  private Tokens tokens() {
    long output = 10L + random.nextInt(90);
    return new Tokens(
        20L + random.nextInt(90),
        output,
        random.nextInt(10),
        random.nextInt(10),
        random.nextBoolean() ? 0 : output / 2,
        true);
  }

  /** A stream's events, its counts last but for the end. */
  List<AnswerEvent> stream() {
    List<AnswerEvent> events = new ArrayList<>();
    events.add(new AnswerEvent.Started("msg_" + random.nextInt(), "model"));
    int begun = 0;
    for (int block = random.nextInt(5); block > 0; block--) {
      switch (random.nextInt(4)) {
        case 0 -> {
          thoughts(events);
          events.add(new AnswerEvent.ThinkingSigned(0, signature()));
        }
        case 1 -> events.add(new AnswerEvent.ThinkingHidden(0, signature()));
        case 2 -> begun = calls(events, begun);
        default -> {
          for (int i = random.nextInt(4); i >= 0; i--) {
            events.add(new AnswerEvent.TextDelta(0, text()));
          }
          citations(false).forEach(citation -> events.add(new AnswerEvent.Cited(0, citation)));
        }
      }
    }
    FinishReason finish = finish(begun > 0);
    events.add(
        new AnswerEvent.Finished(0, finish, finish == FinishReason.STOP_SEQUENCE ? text() : null));
    events.add(new AnswerEvent.Used(tokens()));
    events.add(new AnswerEvent.Ended());
    return events;
  }

  private void thoughts(List<AnswerEvent> events) {
    for (int i = random.nextInt(4); i > 0; i--) {
      events.add(new AnswerEvent.ThinkingDelta(0, text()));
    }
  }

  /** Several calls whose fragments come in any order between them. */
  private int calls(List<AnswerEvent> events, int begun) {
    List<String> rests = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int call = begun + rests.size();
      events.add(new AnswerEvent.CallStarted(0, call, "toolu_" + call, "tool" + call, null));
      rests.add(arguments());
      if (random.nextBoolean()) {
        fragments(events, begun, rests);
      }
    }
    while (rests.stream().anyMatch(rest -> !rest.isEmpty())) {
      fragments(events, begun, rests);
    }
    return begun + rests.size();
  }

  private void fragments(List<AnswerEvent> events, int begun, List<String> rests) {
    int index = random.nextInt(rests.size());
    String rest = rests.get(index);
    if (rest.isEmpty()) {
      return;
    }
    int cut = 1 + random.nextInt(rest.length());
    if (cut < rest.length() && Character.isLowSurrogate(rest.charAt(cut))) {
      cut++;
    }
    events.add(new AnswerEvent.CallArguments(0, begun + index, rest.substring(0, cut)));
    rests.set(index, rest.substring(cut));
  }

  private List<Citation> citations(boolean documentsOnly) {
    List<Citation> citations = new ArrayList<>();
    for (int i = random.nextInt(6) - 3; i > 0; i--) {
      Citation.Unit unit = UNITS.get(random.nextInt(UNITS.size()));
      citations.add(
          documentsOnly || random.nextBoolean()
              ? new Citation(
                  null,
                  random.nextBoolean() ? null : text(),
                  random.nextInt(3),
                  text(),
                  new Citation.Span(unit, 1, 7))
              : new Citation("https://x/" + text(), text(), null, text(), null));
    }
    return citations;
  }

  private String arguments() {
    ObjectNode arguments = Json.object();
    for (int i = random.nextInt(3); i > 0; i--) {
      arguments.put("key" + i, text());
    }
    return new String(Json.write(arguments), java.nio.charset.StandardCharsets.UTF_8);
  }

  private Signature signature() {
    return new Signature(Vendor.ANTHROPIC, "sig" + random.nextInt());
  }

  private String text() {
    StringBuilder text = new StringBuilder("x");
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.append('y').toString();
  }
}
