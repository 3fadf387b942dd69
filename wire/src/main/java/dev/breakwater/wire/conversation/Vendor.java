package dev.breakwater.wire.conversation;

/** Whose words, signatures and files something is; several protocols may be of one vendor. */
public enum Vendor {
  OPENAI,
  ANTHROPIC,
  GOOGLE,
  AMAZON
}
