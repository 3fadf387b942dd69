package dev.breakwater.wire.conversation;

import org.jspecify.annotations.Nullable;

/**
 * A step of a streamed answer in the neutral model, in the order in which they come. Choices are
 * numbered from 0, as are the calls of one choice; a call's fragments may come after another call
 * has begun, but never after {@link Finished}.
 */
public sealed interface AnswerEvent {
  /** The answer has an id and a model; comes first, at most once. */
  record Started(String id, String model) implements AnswerEvent {}

  /** More text. */
  record TextDelta(int choice, String text) implements AnswerEvent {}

  /** More of the words in which the model declines. */
  record RefusalDelta(int choice, String text) implements AnswerEvent {}

  /** More of the visible thoughts. */
  record ThinkingDelta(int choice, String text) implements AnswerEvent {}

  /** The thoughts since the last signature are complete, and this is their signature. */
  record ThinkingSigned(int choice, Signature signature) implements AnswerEvent {}

  /** Thoughts that only their provider can read. */
  record ThinkingHidden(int choice, Signature data) implements AnswerEvent {}

  /**
   * A tool is being called; its arguments follow. One with a signature comes right after a {@link
   * ThinkingSigned} with the same: see {@link Part.ToolCall}.
   */
  record CallStarted(int choice, int call, String id, String name, @Nullable Signature signature)
      implements AnswerEvent {}

  /**
   * More of a call's arguments.
   *
   * @param fragment cut anywhere, never inside a character; all fragments together are JSON
   */
  record CallArguments(int choice, int call, String fragment) implements AnswerEvent {}

  /** What the text since the last citation, or the current text, is based on. */
  record Cited(int choice, Citation citation) implements AnswerEvent {}

  /** A picture or sound that the model has made. */
  record Attached(int choice, Media media) implements AnswerEvent {}

  /** How probable the tokens just sent were. */
  record Probabilities(int choice, java.util.List<TokenProbability> tokens)
      implements AnswerEvent {}

  /** The model has stopped: without this event for each choice an answer is a cut one. */
  record Finished(int choice, FinishReason reason, @Nullable String stopSequence)
      implements AnswerEvent {}

  /** The counts as known so far; the last one stands. */
  record Used(Tokens tokens) implements AnswerEvent {}

  /** The provider reports a failure in the middle of the stream. */
  record Failed(Problem problem) implements AnswerEvent {}

  /** The protocol's own end marker, where it has one. */
  record Ended() implements AnswerEvent {}
}
