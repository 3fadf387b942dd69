package dev.breakwater.gateway.settings;

/**
 * What happens while an answer comes, and when it breaks off.
 *
 * @param wholeAnswers how a provider is asked for an answer that the client wants whole
 * @param brokenStream what becomes of a stream that breaks after its first token
 * @param onContentPolicy whether another target may be asked when one declines the content
 * @param hedging whether a second call is made beside one that is slow to begin
 */
public record Answering(
    WholeAnswers wholeAnswers,
    BrokenStream brokenStream,
    OnContentPolicy onContentPolicy,
    Hedging hedging) {
  public static final Answering DEFAULT =
      new Answering(WholeAnswers.PLAIN, BrokenStream.FAIL, OnContentPolicy.FAIL, new Hedging.Off());

  /** How a provider is asked for an answer that the client wants whole. */
  public enum WholeAnswers {
    /** As the client asked: no byte may come before the last. */
    PLAIN,
    /** As a stream that is gathered, so that the time-outs of streams watch it. */
    STREAMED
  }

  /** What becomes of a stream that breaks after its first token. */
  public enum BrokenStream {
    /** It ends with an error event in the client's protocol. */
    FAIL,
    /** The next target goes on from what was said. */
    RESUME,
    /** Nothing is sent before the answer is whole, so that it can always start again. */
    HOLD
  }

  /** What happens when a provider declines the content. */
  public enum OnContentPolicy {
    FAIL,
    FALLBACK
  }

  public Answering with(WholeAnswers other) {
    return new Answering(other, brokenStream, onContentPolicy, hedging);
  }

  public Answering with(BrokenStream other) {
    return new Answering(wholeAnswers, other, onContentPolicy, hedging);
  }

  public Answering with(OnContentPolicy other) {
    return new Answering(wholeAnswers, brokenStream, other, hedging);
  }

  public Answering with(Hedging other) {
    return new Answering(wholeAnswers, brokenStream, onContentPolicy, other);
  }
}
