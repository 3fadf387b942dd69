package dev.breakwater.wire;

/** A wire protocol that clients and providers speak. */
public enum Protocol {
  OPENAI,
  ANTHROPIC,
  GEMINI
}
