package dev.breakwater.gateway.recording;

/**
 * What was said in one request, redacted.
 *
 * @param question as the client sent it, cut where it was too long
 * @param answer as the client got it, a stream's events as they came; empty when there was none
 * @param cut whether either is not whole
 */
public record Recorded(
    String tenant, String requestId, long atMillis, String question, String answer, boolean cut) {}
