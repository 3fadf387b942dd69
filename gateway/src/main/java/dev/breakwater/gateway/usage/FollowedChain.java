package dev.breakwater.gateway.usage;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One follower's place in one chain. It keeps what it has not read from being used again, but no
 * more than {@link #MOST_HELD} segments that the ledger has passed, and none when the journal is
 * short of room: then it loses its place and goes on at the segment that is written now.
 */
final class FollowedChain implements ChainReader.Segments {
  /** At the usual size some 250,000 records. */
  static final int MOST_HELD = 16;

  private final Chain chain;

  /** Held while records are read, never while anybody is told of them. */
  private final ReentrantLock lock = new ReentrantLock();

  private ChainReader reader;

  /** Records of the chain before the reader's start. */
  private long before;

  private boolean ousted;
  private boolean ended;
  private long damages;
  private volatile long passed;

  private FollowedChain(Chain chain) {
    this.chain = chain;
    long head = chain.head();
    reader = readerAt(head >>> 32);
    Segment segment = chain.open(head >>> 32);
    before = segment == null ? 0 : segment.firstRecord();
    reader.limit(head);
    while (reader.advance()) {
      // What was written before is none of the follower's.
    }
    passed = before + reader.records();
  }

  /** Follows a chain from its head on. */
  static FollowedChain follow(Chain chain) {
    FollowedChain followed = new FollowedChain(chain);
    chain.followers().add(followed);
    return followed;
  }

  private ChainReader readerAt(long sequence) {
    return new ChainReader(new ChainPosition(chain.id(), sequence, Segment.HEADER), this, 0);
  }

  ChainId id() {
    return chain.id();
  }

  /** Records read or lost. */
  long passed() {
    return passed;
  }

  /** Records written and not read yet. */
  long lag() {
    return Math.max(0, chain.records() - passed);
  }

  /** Takes what is read, and neither waits nor tells anybody of it yet. */
  interface Taker {
    /** So many records will never be read, before those that follow or between them. */
    void missed(long records);

    /**
     * @param reader stands at a record, for as long as this takes
     */
    void take(ChainReader reader);
  }

  /**
   * Reads what is there.
   *
   * @param taker is given at most so many records
   * @return how many it was given
   */
  int read(Taker taker, int most) {
    lock.lock();
    try {
      if (ended) {
        return 0;
      }
      if (ousted) {
        taker.missed(goOnAtTheHead());
      }
      damages = 0;
      reader.limit(chain.head());
      int count = 0;
      while (count < most && reader.advance()) {
        taker.take(reader);
        count++;
      }
      passed = before + reader.records();
      if (damages > 0) {
        taker.missed(damages);
      }
      return count;
    } finally {
      lock.unlock();
    }
  }

  private long goOnAtTheHead() {
    ousted = false;
    long sequence = chain.head() >>> 32;
    Segment segment = chain.open(sequence);
    if (segment == null) {
      throw new IllegalStateException("segment " + sequence + " is being written and not there");
    }
    long lost = segment.firstRecord() - passed;
    before = segment.firstRecord();
    reader = readerAt(sequence);
    return lost;
  }

  /**
   * The first segment that has to stay for this follower.
   *
   * @param needed the first that the ledger needs
   * @param scarce whether nothing may be held now
   */
  long keptFrom(long needed, boolean scarce) {
    lock.lock();
    try {
      long mine = reader.position().sequence();
      if (ended || ousted || mine >= needed) {
        return needed;
      }
      if (scarce || needed - mine > MOST_HELD) {
        ousted = true;
        return needed;
      }
      return mine;
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of everything, and reads no more. */
  void end() {
    lock.lock();
    try {
      ended = true;
    } finally {
      lock.unlock();
    }
    chain.followers().remove(this);
  }

  @Override
  public @Nullable Segment open(long sequence) {
    return chain.open(sequence);
  }

  @Override
  public long after(long sequence) {
    return chain.after(sequence);
  }

  /** The ledger's reader reports damage; here it is a record that nobody is told of. */
  @Override
  public void damaged(long sequence, int offset, String problem) {
    damages++;
  }

  @Override
  public void torn() {
    // A chain that is still written has no torn tail.
  }
}
