package dev.breakwater.wire.format;

import dev.breakwater.wire.conversation.FinerTokens.Service;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.json.JsonCursor;
import dev.breakwater.wire.json.MalformedBody;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one answer of a provider as it passes by, whole or event by event, and remembers what
 * the gateway acts on. Builds nothing; belongs to one attempt.
 */
public abstract class AnswerWatch {
  /** The most choices that a request may ask for. */
  public static final int MOST_CHOICES = 128;

  protected final JsonCursor cursor = new JsonCursor();
  private boolean content;
  private boolean thinking;
  private boolean ended;
  private boolean onlyUsage;
  private long textBytes;
  private long pieces;
  private @Nullable FinishReason finish;
  private @Nullable Problem problem;
  private @Nullable Tokens tokens;
  private boolean absurd;
  private Service service = Service.STANDARD;

  /**
   * Looks at one event's data, or at a whole answer.
   *
   * @throws MalformedBody when it is no JSON or none of this protocol; what was remembered before
   *     stands
   */
  public abstract void look(byte[] data, int start, int end) throws MalformedBody;

  /** Whether every choice asked for has its finish reason, and no failure was reported. */
  public abstract boolean isFinished();

  /** What a complete stream of this protocol ends with; empty where that is nothing. */
  public abstract byte[] endMarker();

  /** A whole answer has been looked at: nothing more comes. */
  public final void over() {
    sawEnd();
  }

  /** Whether content (text, a refusal, a call; no thinking) was seen. */
  public final boolean hasContent() {
    return content;
  }

  /** Whether thinking was seen. */
  public final boolean hasThinking() {
    return thinking;
  }

  public final boolean isEnded() {
    return ended;
  }

  /** Whether the last event said nothing but the usage. */
  public final boolean wasOnlyUsage() {
    return onlyUsage;
  }

  public final long textBytes() {
    return textBytes;
  }

  /** In how many pieces content and thinking came. */
  public final long pieces() {
    return pieces;
  }

  /** Why the first choice stopped; null before that. */
  public final @Nullable FinishReason finish() {
    return finish;
  }

  public final @Nullable Problem problem() {
    return problem;
  }

  public final @Nullable Tokens tokens() {
    return tokens == null ? null : tokens.servedAs(service);
  }

  /** Whether the last counts that the provider reported cannot be believed. */
  public final boolean hasAbsurdUsage() {
    return absurd;
  }

  protected final void sawContent(long bytes) {
    content = true;
    pieces++;
    textBytes += bytes;
  }

  protected final void sawThinking(long bytes) {
    thinking = true;
    pieces++;
    textBytes += bytes;
  }

  protected final void sawFinish(FinishReason reason) {
    if (finish == null) {
      finish = reason;
    }
  }

  protected final void sawEnd() {
    ended = true;
  }

  protected final void sawProblem(Problem reported) {
    problem = reported;
  }

  protected final void sawOnlyUsage(boolean only) {
    onlyUsage = only;
  }

  /**
   * The provider reports counts; the last ones stand.
   *
   * @param reported null where they cannot be believed
   */
  protected final void sawTokens(@Nullable Tokens reported) {
    tokens = reported;
    absurd = reported == null;
  }

  /** How the provider says that it has served the request. */
  protected final void sawService(String word) {
    service = Service.of(word);
  }
}
