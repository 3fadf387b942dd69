package dev.breakwater.wire.generate;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.format.EventWriter;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.JsonText;
import dev.breakwater.wire.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Streams the text as it comes, and the whole answer at the end, for which it is kept; an error is
 * an event of that name.
 */
final class GenerateEventWriter implements EventWriter {
  private static final byte[] DATA = JsonText.bytes("data: ");
  private static final byte[] ERROR = JsonText.bytes("event: error\ndata: ");
  private static final byte[] BLANK = JsonText.bytes("\n\n");

  private final GenerateAnswer answer;

  GenerateEventWriter(@Nullable Conversation asked) {
    this.answer = new GenerateAnswer(asked);
  }

  @Override
  public void write(AnswerEvent event, ByteSink out) {
    answer.take(event);
    switch (event) {
      case AnswerEvent.TextDelta delta -> send("text", delta.text(), out);
      case AnswerEvent.RefusalDelta delta -> send("text", delta.text(), out);
      case AnswerEvent.ThinkingDelta delta -> send("thinking", delta.text(), out);
      case AnswerEvent.Failed failed ->
          out.write(ERROR).write(GenerateProblems.write(failed.problem())).write(BLANK);
      case AnswerEvent.Started started -> {}
      case AnswerEvent.ThinkingSigned signed -> {}
      case AnswerEvent.ThinkingHidden hidden -> {}
      case AnswerEvent.CallStarted call -> {}
      case AnswerEvent.CallArguments arguments -> {}
      case AnswerEvent.Cited cited -> {}
      case AnswerEvent.Attached attached -> {}
      case AnswerEvent.Probabilities probabilities -> {}
      case AnswerEvent.Finished finished -> {}
      case AnswerEvent.Used used -> {}
      case AnswerEvent.Ended ended -> {}
    }
  }

  private static void send(String name, String text, ByteSink out) {
    out.write(DATA);
    new JsonWriter(out).object().field(name, text).end();
    out.write(BLANK);
  }

  /** One event, which {@link GenerateAnswer#complete} knows. */
  @Override
  public void end(ByteSink out) {
    out.write(DATA).write(answer.write(true)).write(BLANK);
  }
}
