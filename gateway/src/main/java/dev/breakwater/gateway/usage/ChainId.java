package dev.breakwater.gateway.usage;

/**
 * Names one chain of journal segments: those that one event loop wrote in one life of the process.
 *
 * @param boot number of the life, larger than every earlier one
 * @param loop number of the event loop, from 0
 */
public record ChainId(long boot, int loop) {}
