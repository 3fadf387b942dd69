package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.AnswerEvent;
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

  /** Whether the last that was said is text, and nothing that cannot be gone on from came before. */
  private boolean resumable;

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
    return resumable && !somethingElse && !said.toString().isBlank();
  }

  /** The text said so far. */
  public String said() {
    return said.toString();
  }

  /**
   * The request that asks a provider to go on from what was said. It is not asked to think again,
   * its limit on output is what the others have left of it, and the JSON asked for is described in
   * words, for a provider would begin it anew.
   *
   * @throws MalformedBody never, for the ask was read when the answer began
   * @throws Inexpressible as {@link Bridge#request} does
   */
  public Outgoing request(Bridge bridge, String model, Prefill prefill)
      throws MalformedBody, Inexpressible {
    return Continuations.request(
        bridge, ask.conversation(), said.toString(), outputBefore, model, prefill);
  }

  /**
   * Follows a stream of the provider that begins the answer. Nothing is written before {@link
   * SeamlessPart#release}, so that an attempt that fails before leaves nothing behind.
   */
  public SeamlessPart beginning(Bridge bridge) {
    return new SeamlessPart(this, bridge.provider(), null, said.toString());
  }

  /** Follows a stream of a provider that goes on from what was said. */
  public SeamlessPart continuation(Bridge bridge, Prefill prefill) {
    return new SeamlessPart(this, bridge.provider(), prefill, said.toString());
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
}
