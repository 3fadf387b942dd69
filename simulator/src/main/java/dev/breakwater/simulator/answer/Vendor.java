package dev.breakwater.simulator.answer;

import io.vertx.core.MultiMap;

/** One vendor's API: understands requests and speaks in its words. Any thread may use it. */
public interface Vendor {
  /** What a key begins with that no vendor knows; all others are good. */
  String WRONG_KEY = "wrong-key";

  /** The name by which scripts and calls go. */
  String provider();

  /** The path below which it is served, such as {@code /anthropic}. */
  String mount();

  /** The base URL's path that clients are given, such as {@code /openai/v1}. */
  String basePath();

  /** Understands a request, or refuses it in the vendor's words. */
  Reading read(ApiRequest request);

  /** The vendor's usual error for an HTTP status. */
  Document error(int status, ApiRequest request);

  /** Sets the headers that the vendor puts on every answer. */
  void stamp(MultiMap headers);
}
