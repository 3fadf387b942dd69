package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.format.EventReader;
import dev.breakwater.wire.format.EventWriter;
import dev.breakwater.wire.format.ProviderFormat;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;

/** Reads each event into the neutral model and writes it in the client's protocol. */
final class TranslatedStream extends WatchedStream {
  private final EventReader reader;
  private final EventWriter writer;
  private final String asked;

  /**
   * @param asked the model asked for, for answers that do not name theirs
   */
  TranslatedStream(ProviderFormat provider, int choices, EventWriter writer, String asked) {
    super(provider.framer(), provider.watch(choices));
    this.reader = provider.eventReader();
    this.writer = writer;
    this.asked = asked;
  }

  @Override
  void forward(byte[] bytes, int start, int end, byte[] data, int dataStart, int dataEnd)
      throws MalformedBody {
    // Read in full before anything is written: of an event that cannot be read, nothing goes out.
    List<AnswerEvent> events = new ArrayList<>(2);
    reader.read(data, dataStart, dataEnd, events::add);
    for (AnswerEvent event : events) {
      writer.write(named(event), out);
    }
  }

  private AnswerEvent named(AnswerEvent event) {
    return event instanceof AnswerEvent.Started started && started.model().isEmpty()
        ? new AnswerEvent.Started(started.id(), asked)
        : event;
  }

  /** Comments are between the provider and us. */
  @Override
  void forwardEmpty(byte[] bytes, int start, int end) {}

  @Override
  public void lateLineFeed() {}

  @Override
  public void end(ByteSink sink) {
    writer.end(sink);
  }

  @Override
  public void fail(Problem problem, ByteSink sink) {
    writer.write(new AnswerEvent.Failed(problem), sink);
  }
}
