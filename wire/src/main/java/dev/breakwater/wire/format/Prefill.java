package dev.breakwater.wire.format;

/** How a provider is told to go on with an assistant's turn that has been begun. */
public enum Prefill {
  /** The conversation ends with that turn, and nothing more need be said. */
  LAST_TURN,

  /** The same, but the turn must not end in white space: Claude's hosts refuse that. */
  TRIMMED_LAST_TURN,

  /** The last message is marked {@code prefix} (DeepSeek). */
  MARKED,

  /** The same, and the answer begins with the prefix once more (Mistral). */
  MARKED_AND_REPEATED,

  /** {@code continue_final_message} instead of a new turn (vLLM). */
  CONTINUED_FINAL_MESSAGE
}
