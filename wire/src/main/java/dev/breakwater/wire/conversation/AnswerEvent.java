package dev.breakwater.wire.conversation;

import org.jspecify.annotations.Nullable;

/** A step of a streamed answer in the neutral model, in the order in which they come. */
public sealed interface AnswerEvent {
  /** The answer has an id and a model; comes first, at most once. */
  record Started(String id, String model) implements AnswerEvent {}

  /** More text. */
  record TextDelta(String text) implements AnswerEvent {}

  /** The model has stopped: without this event an answer is a cut one. */
  record Finished(FinishReason reason, @Nullable String stopSequence) implements AnswerEvent {}

  /** The counts as known so far; the last one stands. */
  record Used(Tokens tokens) implements AnswerEvent {}

  /** The provider reports a failure in the middle of the stream. */
  record Failed(Problem problem) implements AnswerEvent {}

  /** The protocol's own end marker, where it has one. */
  record Ended() implements AnswerEvent {}
}
