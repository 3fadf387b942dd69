package dev.breakwater.simulator.speech;

/** One part of what a choice says; a choice says its blocks one after the other. */
public sealed interface Block {
  /** What is said, in pieces: a thought, a text, or a call's arguments as JSON. */
  Passage said();

  /** A thought; hidden ones have tokens but no pieces. Signatures are the vendor's to make. */
  record Thinking(Passage said) implements Block {}

  /** Words, or JSON where JSON was asked for. */
  record Text(Passage said) implements Block {}

  /**
   * A call of a tool.
   *
   * @param id in the vendor's form
   * @param name of the tool
   * @param said the arguments, one JSON object unless a limit cut it
   */
  record ToolCall(String id, String name, Passage said) implements Block {}
}
