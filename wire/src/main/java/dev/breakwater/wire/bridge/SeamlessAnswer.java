package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.EventWriter;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.Prefill;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import org.jspecify.annotations.Nullable;

/**
 * One streamed answer that several providers give, one after the other, each going on from what was
 * said before it. The client has one writer for all of them, so that it sees one stream: one
 * beginning, one id, blocks numbered through, one end. So the neutral model is between even where
 * client and provider speak the same protocol, and of that protocol's unknown fields none goes by.
 *
 * <p>The model's name stays the one that began. Thoughts of those that go on are left out, for they
 * would stand behind the words that they are about. The counts at the end are the input of the
 * provider that ended the answer, and the output of all.
 */
public final class SeamlessAnswer {
  private final Ask ask;
  private final EventWriter writer;
  private final StringBuilder said = new StringBuilder();
  private boolean begun;

  /** The last that was said is a thought, which may not have ended. */
  private boolean thinks;

  /** Something was said that nobody can go on from. */
  private boolean somethingElse;

  private long outputBefore;
  private @Nullable Tokens known;

  SeamlessAnswer(Ask ask, EventWriter writer) {
    this.ask = ask;
    this.writer = writer;
  }

  /**
   * Whether another provider can go on from here: some text was said, and nothing but text and
   * thoughts that had ended.
   */
  public boolean isResumable() {
    return !somethingElse && !thinks && !said.toString().isBlank();
  }

  /** The text said so far. */
  public String said() {
    return said.toString();
  }

  /**
   * The request that asks a provider to go on from what was said: see {@link Continuation}.
   *
   * @throws MalformedBody never, for the ask was read when the answer began
   * @throws Inexpressible as {@link Bridge#request} does
   */
  public Outgoing request(Bridge bridge, String model, Prefill prefill)
      throws MalformedBody, Inexpressible {
    return new Continuation(ask.conversation(), said(), outputBefore)
        .request(bridge.provider(), model, prefill);
  }

  /** Follows a stream of the provider that begins the answer. */
  public SeamlessPart beginning(Bridge bridge) {
    return new SeamlessPart(this, bridge.provider(), asked(), "");
  }

  /** Follows a stream of a provider that goes on from what was said. */
  public SeamlessPart continuation(Bridge bridge, Prefill prefill) {
    return new SeamlessPart(
        this,
        bridge.provider(),
        asked(),
        switch (prefill) {
          case MARKED_AND_REPEATED -> said();
          case TRIMMED_LAST_TURN -> said.substring(said().stripTrailing().length());
          case LAST_TURN, MARKED, CONTINUED_FINAL_MESSAGE -> "";
        });
  }

  private String asked() {
    String model = ask.model();
    return model == null ? "" : model;
  }

  /**
   * A part has broken off after its {@link SeamlessPart#release}.
   *
   * @param soFar what it had taken, as reported or estimated
   */
  public void broke(Tokens soFar) {
    outputBefore += soFar.output();
  }

  /** Ends the client's stream with its protocol's error event. */
  public void fail(Problem problem, ByteSink out) {
    writer.write(new AnswerEvent.Failed(problem), out);
  }

  /** Ends the client's stream as the protocol does. */
  void end(ByteSink out) {
    writer.end(out);
  }

  /** Whether this is another part than the first. */
  boolean isContinuing() {
    return begun;
  }

  /** From now on it goes on from what was said. */
  void begins() {
    begun = true;
  }

  /**
   * The counts that the client is told.
   *
   * @param ofPart what the part under way has taken
   */
  void used(Tokens ofPart, ByteSink out) {
    Tokens all =
        outputBefore == 0
            ? ofPart
            : new Tokens(
                ofPart.input(),
                Math.min(Tokens.MOST, outputBefore + ofPart.output()),
                ofPart.cachedInput(),
                ofPart.cacheWrite(),
                ofPart.reasoning(),
                ofPart.reported());
    known = all;
    writer.write(new AnswerEvent.Used(all), out);
  }

  /** The input last told, for a provider that goes on and tells none; 0 where nobody did. */
  long inputTold() {
    return known == null ? 0 : known.input();
  }

  /** Takes what goes to the client, and remembers what is needed to go on. */
  void write(AnswerEvent event, ByteSink out) {
    switch (event) {
      case AnswerEvent.TextDelta delta -> {
        thinks = false;
        said.append(delta.text());
        somethingElse |= delta.choice() > 0;
      }
      case AnswerEvent.ThinkingDelta delta -> thinks = true;
      case AnswerEvent.ThinkingSigned signed -> thinks = true;
      case AnswerEvent.ThinkingHidden hidden -> thinks = true;
      case AnswerEvent.RefusalDelta refusal -> somethingElse = true;
      case AnswerEvent.CallStarted call -> somethingElse = true;
      case AnswerEvent.CallArguments call -> somethingElse = true;
      case AnswerEvent.Attached attached -> somethingElse = true;
      case AnswerEvent.Cited cited -> {}
      case AnswerEvent.Probabilities probabilities -> {}
      case AnswerEvent.Started started -> {}
      case AnswerEvent.Finished finished -> {}
      case AnswerEvent.Used used -> {}
      case AnswerEvent.Failed failed -> {}
      case AnswerEvent.Ended ended -> {}
    }
    writer.write(event, out);
  }

  /** A citation of a part, placed in the answer as a whole. */
  static Citation placed(Citation citation, int before) {
    Citation.Span span = citation.span();
    return before == 0 || span == null || span.unit() != Citation.Unit.ANSWER_CHARACTERS
        ? citation
        : new Citation(
            citation.source(),
            citation.title(),
            citation.document(),
            citation.quoted(),
            new Citation.Span(span.unit(), before + span.start(), before + span.end()));
  }
}
