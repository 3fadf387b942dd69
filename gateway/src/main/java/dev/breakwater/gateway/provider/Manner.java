package dev.breakwater.gateway.provider;

/** How a provider is asked for an answer. */
public sealed interface Manner {
  /** As the client asks: whole or as a stream. */
  Manner PLAIN = new Plain();

  /** As the client asks: whole or as a stream. */
  record Plain() implements Manner {}

  /**
   * The client wants the answer whole, the provider is asked for a stream that is gathered: the
   * time-outs of streams watch it, {@code firstByte} up to its first content and {@code idle} from
   * event to event. For a client that wants a stream it is {@link Plain}.
   */
  record Gathered() implements Manner {}

  /**
   * The client's stream may go on at another target when it breaks. For a client that wants a whole
   * answer it is {@link Plain}.
   *
   * @param resumption the request's own
   */
  record Resumable(Resumption resumption) implements Manner {}
}
