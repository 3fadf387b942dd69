package dev.breakwater.gateway.choice;

import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.conversation.Tokens;

/** How many tokens a request may be expected to take, before anybody has seen it. */
final class ExpectedTokens {
  /**
   * The output of a request that sets no limit: some paragraphs. It decides only between a target
   * that is dear for input and one that is dear for output.
   */
  static final long USUAL_OUTPUT = 500;

  private ExpectedTokens() {}

  /** Input by the body's bytes; as much output as the client allows. Embeddings put out none. */
  static Tokens of(Ask ask) {
    long input = Math.min(Tokens.MOST, ask.size().tokens());
    if (!ask.isConversation()) {
      return Tokens.estimated(input, 0);
    }
    long output = ask.maxTokens() < 0 ? USUAL_OUTPUT : ask.maxTokens();
    return Tokens.estimated(input, Math.min(output, Tokens.MOST));
  }
}
