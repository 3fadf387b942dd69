package dev.breakwater.gateway.usage;

/**
 * Takes an {@link AttemptBegan} back: the upstream was not called after all, because the beginning
 * could not be brought to the disk or nobody waited for it any more.
 *
 * @param number the attempt's number within its request, from 1
 */
public record AttemptForgone(String requestId, int number) implements UsageRecord {}
