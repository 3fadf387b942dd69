package dev.breakwater.server.config;

import dev.breakwater.gateway.usage.Durability;

/**
 * How the journal is kept.
 *
 * @param maxSize bytes; a full journal refuses billable requests
 */
public record JournalChoice(long maxSize, Durability durability) {
  private static final long MEGABYTE = 1L << 20;

  static JournalChoice read(Section root) {
    Section section = root.section("journal");
    long maxSize = section.size("maxSize", 1024 * MEGABYTE, 16 * MEGABYTE, 1024 * 1024 * MEGABYTE);
    Durability durability = section.choice("durability", Durability.class, Durability.PROCESS);
    section.close();
    return new JournalChoice(maxSize, durability);
  }
}
