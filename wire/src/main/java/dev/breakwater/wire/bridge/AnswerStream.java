package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import org.jspecify.annotations.Nullable;

/**
 * One streamed answer on its way from provider to client: bytes of the provider's stream go in, cut
 * anywhere; whole events of the client's protocol come out; what was seen can be asked. Belongs to
 * one attempt.
 */
public interface AnswerStream {
  /**
   * Takes what has arrived and writes what the client is to get of it. Nothing of an event that
   * reports a failure is written, nor anything after it or after the end marker: {@link #fail}
   * tells the client.
   *
   * @throws MalformedBody when an event cannot be read (a broken answer); nothing of that event was
   *     written
   */
  void feed(byte[] bytes, int start, int end, ByteSink out) throws MalformedBody;

  /** Events seen so far, comments and pings too; half an event is none. */
  long events();

  /** Whether the first content (text, thinking excluded) has been seen: the point of no return. */
  boolean hasContent();

  /** Whether thinking has been seen, which ends the wait for the first byte but is no content. */
  default boolean hasThinking() {
    return false;
  }

  /**
   * Whether the protocol's own end was seen (finish reason, stop event): the answer is complete.
   */
  boolean isFinished();

  /** Whether the end marker was seen after which nothing more can come; the rest may be dropped. */
  boolean isEnded();

  /** The failure that the provider reported inside the stream, if it did. */
  @Nullable Problem problem();

  /** The last counts that the provider reported; null when there were none, or implausible ones. */
  @Nullable Tokens tokens();

  /** Whether the last counts that the provider reported cannot be believed. */
  default boolean hasAbsurdUsage() {
    return false;
  }

  /**
   * Bytes of text, thinking and escapes included, that the events fed so far carried, for
   * estimates.
   */
  long textBytes();

  /** In how many pieces that text came. */
  long pieces();

  /**
   * The provider's stream is over and {@link #isFinished}: writes what the client's protocol still
   * lacks, such as {@code [DONE]}, and nothing when the stream already had it.
   */
  void end(ByteSink out);

  /** Ends the client's stream with its protocol's error event, never with a normal end. */
  void fail(Problem problem, ByteSink out);
}
