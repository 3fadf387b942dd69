package dev.breakwater.wire.conversation;

/** Who speaks in a turn. System text is not a turn: see {@link Conversation#system()}. */
public enum Role {
  USER,
  ASSISTANT
}
