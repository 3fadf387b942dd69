package dev.breakwater.gateway.usage;

/**
 * How far a consumer has read one chain.
 *
 * @param sequence of the segment, from 1
 * @param offset of the next record's first byte in it
 */
public record ChainPosition(ChainId chain, long sequence, int offset) {}
