package dev.breakwater.simulator.gemini;

/** How answers are put on the wire. */
enum Framing {
  /** One object. */
  WHOLE,
  /** Server-sent events, asked for by {@code alt=sse}. */
  EVENTS,
  /** A JSON array that grows. */
  ARRAY
}
