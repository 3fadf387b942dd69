package dev.breakwater.gateway.usage;

/**
 * Something in the journal that cannot be read though it should be; its file is kept under a name
 * that ends in {@code .quarantined}.
 *
 * @param file the segment's name in the journal's directory
 * @param offset where reading stopped; 0 for the whole file
 */
public record JournalDamage(String file, int offset, String problem) {}
