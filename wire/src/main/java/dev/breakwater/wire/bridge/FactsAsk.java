package dev.breakwater.wire.bridge;

import dev.breakwater.wire.format.Asked.Framing;
import dev.breakwater.wire.size.PromptSize;
import org.jspecify.annotations.Nullable;

/** An ask whose bytes have been walked once, and that says what the walk has found. */
abstract class FactsAsk implements Ask {
  private final byte[] body;
  private final AskFacts facts;
  private final PromptSize size;

  FactsAsk(byte[] body, AskFacts facts) {
    this(body, facts, PromptSize.of(body));
  }

  /**
   * @param size the body's, where it is known
   */
  FactsAsk(byte[] body, AskFacts facts, PromptSize size) {
    this.body = body;
    this.facts = facts;
    this.size = size;
  }

  final AskFacts facts() {
    return facts;
  }

  @Override
  public final byte[] body() {
    return body;
  }

  /** Found where the body is read, for that is where large bodies hold no loop. */
  @Override
  public final PromptSize size() {
    return size;
  }

  @Override
  public final @Nullable String model() {
    return facts.model;
  }

  @Override
  public boolean stream() {
    return facts.stream;
  }

  @Override
  public final long maxTokens() {
    return facts.maxTokens;
  }

  @Override
  public final @Nullable String user() {
    return facts.user;
  }

  @Override
  public final boolean wantsReasoning() {
    return facts.wantsReasoning;
  }

  @Override
  public final Framing framing() {
    return facts.framing;
  }
}
