package dev.breakwater.wire.bridge;

import dev.breakwater.wire.format.Asked.Framing;
import org.jspecify.annotations.Nullable;

/** What a scan found in a request, filled in while it walks; -1 is "not there". */
final class AskFacts {
  @Nullable String model;
  boolean stream;
  long maxTokens = -1;
  @Nullable String user;
  boolean wantsReasoning;
  int choices = 1;
  boolean includeUsage;
  Framing framing = Framing.SERVER_SENT_EVENTS;

  /** Tools are offered as OpenAI's older functions. */
  boolean functions;

  /** Just behind the body's opening brace, where a first member goes. */
  int inside = -1;

  boolean isEmpty;

  /** False where model and streaming stand in the path. */
  boolean modelInBody = true;

  /** The model's value, quotes included. */
  int modelStart = -1;

  int modelEnd = -1;

  /** The value of {@code stream}. */
  int streamStart = -1;

  int streamEnd = -1;

  /** The value of {@code stream_options}. */
  int optionsStart = -1;

  int optionsEnd = -1;
  boolean optionsAreEmpty;

  /** The value of {@code include_usage} in it. */
  int includeStart = -1;

  int includeEnd = -1;
}
