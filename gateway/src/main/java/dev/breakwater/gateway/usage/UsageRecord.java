package dev.breakwater.gateway.usage;

/** What the journal holds. */
public sealed interface UsageRecord
    permits AttemptBegan, AttemptEnded, AttemptForgone, RequestEnded {
  String requestId();
}
