package dev.breakwater.wire.format;

/** A wire protocol that clients and providers speak. */
public enum Protocol {
  OPENAI,
  ANTHROPIC,
  GEMINI
}
