package dev.breakwater.gateway.provider;

import io.vertx.core.MultiMap;

/** What a call's callbacks report, in the order in which it happens. */
sealed interface UpstreamEvent {
  record Head(int status, MultiMap headers) implements UpstreamEvent {}

  /**
   * @param content nobody else's
   */
  record Bytes(byte[] content) implements UpstreamEvent {}

  /** The answer is over as HTTP sees it. */
  record End() implements UpstreamEvent {}

  /**
   * The connection failed.
   *
   * @param connected whether there was one
   */
  record Lost(Throwable cause, boolean connected) implements UpstreamEvent {}
}
