package dev.breakwater.wire.format;

import dev.breakwater.wire.conversation.Vendor;

/** A wire protocol that clients or providers speak. */
public enum Protocol {
  /** OpenAI's chat completions, and what imitates them. */
  OPENAI(Vendor.OPENAI),
  /** OpenAI's Responses. */
  RESPONSES(Vendor.OPENAI),
  /** OpenAI's completions of a prompt, from before there was a chat; in front only. */
  COMPLETIONS(Vendor.OPENAI),
  ANTHROPIC(Vendor.ANTHROPIC),
  GEMINI(Vendor.GOOGLE),
  /** Amazon Bedrock's Converse, behind only. */
  BEDROCK(Vendor.AMAZON),
  /** Breakwater's own, in front only; its clients carry signatures as OpenAI's do. */
  GENERATE(Vendor.OPENAI);

  private final Vendor vendor;

  Protocol(Vendor vendor) {
    this.vendor = vendor;
  }

  /** Whose words it is made of. */
  public Vendor vendor() {
    return vendor;
  }
}
