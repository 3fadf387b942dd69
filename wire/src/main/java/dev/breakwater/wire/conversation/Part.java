package dev.breakwater.wire.conversation;

/** A piece of a turn or of an answer. */
public sealed interface Part {
  /** Plain text. */
  record Text(String text) implements Part {}
}
