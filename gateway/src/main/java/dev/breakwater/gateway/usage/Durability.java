package dev.breakwater.gateway.usage;

/** What the journal outlives. */
public enum Durability {
  /**
   * The death of this process, a {@code kill -9} too: the page cache of the machine keeps what was
   * written. Recording makes no system call.
   */
  PROCESS,

  /**
   * The death of the machine: no upstream is called before the call's beginning is on the disk.
   * Ends are forced soon after, and nobody waits for them, so what a power loss may take is the end
   * of a call and never its beginning: the call is found as interrupted, billed by estimate.
   */
  POWER
}
