package dev.breakwater.wire.format;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * JSON from models that have no such mode: the answer is demanded as the arguments of a tool that
 * must be called, and what it is called with is the answer's text. Whoever writes the request asks
 * by {@link #of}; whoever reads the answer undoes it by {@link #read(Reply)} and {@link
 * #reading(EventReader)}, which leave all other answers alone.
 */
public final class JsonByTool {
  /** The tool's name; no client's tool may have it. */
  public static final String NAME = "answer_in_json";

  private static final String INSTRUCTION =
      "Give your final answer by calling the tool "
          + NAME
          + " once; its arguments are the answer, as one JSON object.";

  private JsonByTool() {}

  /**
   * The same request without an output format, but with the tool. Where the client has tools of its
   * own, one of all must be called, so that the model can still use them first.
   *
   * @throws Inexpressible when a tool of the client has the name, or the schema is for something
   *     other than an object
   */
  public static Conversation of(Conversation conversation) throws Inexpressible {
    Toolbox.Tool tool = tool(conversation.output());
    if (tool == null) {
      return conversation;
    }
    Toolbox asked = conversation.toolbox();
    if (asked.tools().stream().anyMatch(one -> one.name().equals(NAME))) {
      throw new Inexpressible("tools", "a tool cannot be called " + NAME + " beside a JSON answer");
    }
    List<Toolbox.Tool> tools = new ArrayList<>(asked.tools());
    tools.add(tool);
    List<Part> system = new ArrayList<>(conversation.system());
    system.add(new Part.Text(INSTRUCTION));
    return new Conversation(
        system,
        conversation.turns(),
        new Toolbox(tools, choice(asked), asked.parallel()),
        new OutputFormat.Plain(),
        conversation.generation(),
        conversation.reasoning(),
        conversation.user(),
        conversation.extras());
  }

  private static Toolbox.@Nullable Tool tool(OutputFormat output) throws Inexpressible {
    return switch (output) {
      case OutputFormat.Plain plain -> null;
      case OutputFormat.JsonMode mode ->
          new Toolbox.Tool(NAME, "Gives the answer", Json.object().put("type", "object"), false);
      case OutputFormat.JsonSchema schema -> {
        String type = schema.schema().path("type").asString("object");
        if (!type.equals("object")) {
          throw new Inexpressible(
              "response_format", "the provider can only be held to a schema of an object");
        }
        yield new Toolbox.Tool(
            NAME,
            schema.description() == null ? "Gives the answer" : schema.description(),
            schema.schema(),
            false);
      }
    };
  }

  private static Toolbox.Choice choice(Toolbox asked) {
    if (asked.isEmpty()) {
      return new Toolbox.Choice.Named(NAME);
    }
    return switch (asked.choice()) {
      case Toolbox.Choice.Automatic any -> new Toolbox.Choice.Required();
      case Toolbox.Choice.Forbidden none -> new Toolbox.Choice.Named(NAME);
      case Toolbox.Choice.Required required -> required;
      case Toolbox.Choice.Named named -> named;
      case Toolbox.Choice.Among among -> {
        List<String> names = new ArrayList<>(among.tools());
        if (!among.required()) {
          names.add(NAME);
        }
        yield new Toolbox.Choice.Among(names, true);
      }
    };
  }

  /** A whole answer with the tool's call turned back into text. */
  public static Reply read(Reply reply) {
    if (reply.choices().stream().noneMatch(JsonByTool::isByTool)) {
      return reply;
    }
    List<Reply.Choice> choices = new ArrayList<>();
    for (Reply.Choice choice : reply.choices()) {
      choices.add(isByTool(choice) ? read(choice) : choice);
    }
    return new Reply(reply.id(), reply.model(), choices, reply.tokens());
  }

  private static boolean isByTool(Reply.Choice choice) {
    return choice.parts().stream().anyMatch(JsonByTool::isAnswer);
  }

  private static boolean isAnswer(Part part) {
    return part instanceof Part.ToolCall call && call.name().equals(NAME);
  }

  private static Reply.Choice read(Reply.Choice choice) {
    List<Part> parts = new ArrayList<>();
    boolean others = false;
    for (Part part : choice.parts()) {
      others |= part instanceof Part.ToolCall && !isAnswer(part);
      parts.add(
          part instanceof Part.ToolCall call && isAnswer(part)
              ? new Part.Text(call.arguments())
              : part);
    }
    return new Reply.Choice(
        parts, finish(choice.finish(), others), choice.stopSequence(), choice.probabilities());
  }

  private static FinishReason finish(FinishReason reason, boolean otherCalls) {
    return reason == FinishReason.TOOL_CALLS && !otherCalls ? FinishReason.STOP : reason;
  }

  /** A reader of events that turns the tool's call back into text as it comes. */
  public static EventReader reading(EventReader reader) {
    Undoing undoing = new Undoing();
    return (data, start, end, events) ->
        reader.read(data, start, end, event -> undoing.undo(event, events));
  }

  /** What of a stream's first choice has been seen; the providers concerned have no other. */
  private static final class Undoing {
    private int answer = -1;
    private boolean others;

    void undo(AnswerEvent event, Consumer<AnswerEvent> events) {
      if (event instanceof AnswerEvent.CallStarted call) {
        started(call, events);
      } else if (answer >= 0 && event instanceof AnswerEvent.CallArguments arguments) {
        events.accept(arguments(arguments));
      } else if (answer >= 0 && event instanceof AnswerEvent.Finished finished) {
        events.accept(
            new AnswerEvent.Finished(
                finished.choice(), finish(finished.reason(), others), finished.stopSequence()));
      } else {
        events.accept(event);
      }
    }

    private void started(AnswerEvent.CallStarted call, Consumer<AnswerEvent> events) {
      if (answer < 0 && call.name().equals(NAME)) {
        answer = call.call();
        return;
      }
      others = true;
      events.accept(
          answer < 0
              ? call
              : new AnswerEvent.CallStarted(
                  call.choice(), number(call.call()), call.id(), call.name(), call.signature()));
    }

    private AnswerEvent arguments(AnswerEvent.CallArguments arguments) {
      return arguments.call() == answer
          ? new AnswerEvent.TextDelta(arguments.choice(), arguments.fragment())
          : new AnswerEvent.CallArguments(
              arguments.choice(), number(arguments.call()), arguments.fragment());
    }

    /** The calls of a choice are numbered without holes. */
    private int number(int call) {
      return call > answer ? call - 1 : call;
    }
  }
}
