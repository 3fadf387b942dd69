package dev.breakwater.wire.format;

import dev.breakwater.wire.conversation.Vendor;

/** A wire protocol that clients or providers speak. */
public enum Protocol {
  /** OpenAI's chat completions, and what imitates them. */
  OPENAI(Vendor.OPENAI),
  ANTHROPIC(Vendor.ANTHROPIC),
  GEMINI(Vendor.GOOGLE);

  private final Vendor vendor;

  Protocol(Vendor vendor) {
    this.vendor = vendor;
  }

  /** Whose words it is made of. */
  public Vendor vendor() {
    return vendor;
  }
}
