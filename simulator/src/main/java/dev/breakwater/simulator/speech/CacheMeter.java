package dev.breakwater.simulator.speech;

/**
 * Counts a prompt's tokens, and which of them a cache of prompts would hold. The simulator
 * remembers nothing, so that the same request has the same usage: what was marked before the model
 * last spoke was put into the cache by that call and is read now; what is marked since then is
 * written now.
 */
public final class CacheMeter {
  private long total;
  private long marked;
  private long read;
  private boolean hour;

  /** A part of the prompt of so many tokens comes next. */
  public void add(long tokens) {
    total += tokens;
  }

  /**
   * All so far is to be cached.
   *
   * @param forAnHour rather than for five minutes
   */
  public void mark(boolean forAnHour) {
    marked = total;
    hour = forAnHour;
  }

  /** A turn of the model comes next. */
  public void answered() {
    read = marked;
  }

  /** The counts so far. */
  public Count count() {
    long written = marked - read;
    return new Count(total, read, hour ? 0 : written, hour ? written : 0);
  }

  /**
   * Tokens of a prompt.
   *
   * @param total all of them
   * @param read those that come from the cache
   * @param writtenForMinutes those that are put into it for five minutes
   * @param writtenForAnHour those that are put into it for an hour
   */
  public record Count(long total, long read, long writtenForMinutes, long writtenForAnHour) {
    public long written() {
      return writtenForMinutes + writtenForAnHour;
    }

    /** Those that have nothing to do with the cache. */
    public long plain() {
      return total - read - written();
    }
  }
}
