package dev.breakwater.wire.conversation;

/** Why a model stopped, in words that every protocol can be written from. */
public enum FinishReason {
  /** The model came to its natural end, or met no stop sequence that the protocol tells apart. */
  STOP,
  /** One of the request's stop sequences was met. */
  STOP_SEQUENCE,
  /** The limit of output tokens was reached. */
  LENGTH,
  /** The model asks for tools to be called. */
  TOOL_CALLS,
  /** The provider withheld the answer or the rest of it. */
  CONTENT_FILTER,
  /** The model declined. */
  REFUSAL,
  /** The model called a tool in a way that cannot be read. */
  MALFORMED_CALL,
  /** A reason that this version does not know. */
  OTHER
}
