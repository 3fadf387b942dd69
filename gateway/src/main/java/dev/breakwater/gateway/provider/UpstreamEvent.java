package dev.breakwater.gateway.provider;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** What a call's callbacks report, in the order in which it happens. */
sealed interface UpstreamEvent {
  record Head(int status, MultiMap headers) implements UpstreamEvent {}

  record Bytes(Buffer buffer) implements UpstreamEvent {}

  /** The answer is over as HTTP sees it. */
  record End() implements UpstreamEvent {}

  /**
   * The connection failed.
   *
   * @param connected whether there was one
   */
  record Lost(Throwable cause, boolean connected) implements UpstreamEvent {}
}
