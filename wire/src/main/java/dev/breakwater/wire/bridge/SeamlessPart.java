package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.EventReader;
import dev.breakwater.wire.format.ProviderFormat;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one provider says of a {@link SeamlessAnswer}. Nothing is written before {@link #release},
 * so that an attempt that fails until then leaves no trace in the answer.
 */
public final class SeamlessPart extends WatchedStream {
  private final SeamlessAnswer answer;
  private final EventReader reader;
  private final String asked;
  private final boolean continues;
  private final int before;

  /** Text that the provider may say once more, before it goes on; empty once that is settled. */
  private String repeated;

  private final StringBuilder heldText = new StringBuilder();
  private final List<AnswerEvent> held = new ArrayList<>();
  private boolean released;
  private boolean told;
  private AnswerEvent.@Nullable ThinkingSigned hushed;

  /**
   * @param asked the model asked for, for answers that do not name theirs
   * @param repeated text at the end of what was said that the provider may begin with
   */
  SeamlessPart(SeamlessAnswer answer, ProviderFormat provider, String asked, String repeated) {
    super(provider.framer(), provider.watch(1));
    this.answer = answer;
    this.reader = provider.eventReader();
    this.asked = asked;
    this.continues = answer.isContinuing();
    this.before = answer.said().length();
    this.repeated = repeated;
  }

  /** The part is the answer's now: what it has said so far is written, what follows at once. */
  public void release(ByteSink sink) {
    released = true;
    answer.begins();
    for (AnswerEvent event : held) {
      write(event, sink);
    }
    held.clear();
  }

  @Override
  void forward(byte[] bytes, int start, int end, byte[] data, int dataStart, int dataEnd)
      throws MalformedBody {
    // Read in full before anything is written: of an event that cannot be read, nothing goes out.
    List<AnswerEvent> events = new ArrayList<>(2);
    reader.read(data, dataStart, dataEnd, events::add);
    if (!released) {
      held.addAll(events);
      return;
    }
    for (AnswerEvent event : events) {
      write(event, out);
    }
  }

  private void write(AnswerEvent event, ByteSink sink) {
    switch (event) {
      case AnswerEvent.Used used -> {
        told = true;
        answer.used(used.tokens(), sink);
      }
      case AnswerEvent.Started started when continues -> {}
      case AnswerEvent.Started started ->
          answer.write(
              started.model().isEmpty() ? new AnswerEvent.Started(started.id(), asked) : started,
              sink);
      case AnswerEvent.ThinkingDelta thinking when continues -> {}
      case AnswerEvent.ThinkingHidden hidden when continues -> {}
      case AnswerEvent.ThinkingSigned signed when continues -> hushed = signed;
      case AnswerEvent.CallStarted call when continues -> {
        settle(sink);
        // Protocols without a place for it on the call want the signature before it.
        if (hushed != null && hushed.signature().equals(call.signature())) {
          answer.write(hushed, sink);
        }
        answer.write(call, sink);
      }
      case AnswerEvent.TextDelta delta when !repeated.isEmpty() -> {
        heldText.append(delta.text());
        if (!repeated.startsWith(heldText.toString())) {
          settle(sink);
        }
      }
      case AnswerEvent.Cited cited -> {
        settle(sink);
        answer.write(
            new AnswerEvent.Cited(cited.choice(), SeamlessAnswer.placed(cited.citation(), before)),
            sink);
      }
      default -> {
        settle(sink);
        answer.write(event, sink);
      }
    }
  }

  /** What came of the text tells how much of it was said before. */
  private void settle(ByteSink sink) {
    if (repeated.isEmpty()) {
      return;
    }
    String text = heldText.toString();
    String rest = text.substring(overlap(text));
    repeated = "";
    if (!rest.isEmpty()) {
      answer.write(new AnswerEvent.TextDelta(0, rest), sink);
    }
  }

  /** White space is left out as far as it agrees, a text only in full. */
  private int overlap(String text) {
    if (!repeated.isBlank()) {
      return text.startsWith(repeated) ? repeated.length() : 0;
    }
    int same = 0;
    while (same < text.length()
        && same < repeated.length()
        && text.charAt(same) == repeated.charAt(same)) {
      same++;
    }
    return same;
  }

  /** Comments are between the provider and us. */
  @Override
  void forwardEmpty(byte[] bytes, int start, int end) {}

  @Override
  public void lateLineFeed() {}

  /** A provider that goes on and tells no counts would leave those of the one before. */
  @Override
  public void end(ByteSink sink) {
    settle(sink);
    if (continues && !told) {
      answer.used(Tokens.estimated(answer.inputTold(), (textBytes() + 3) / 4), sink);
    }
    answer.end(sink);
  }

  @Override
  public void fail(Problem problem, ByteSink sink) {
    answer.fail(problem, sink);
  }
}
