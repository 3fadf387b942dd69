package dev.breakwater.gateway.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What requests did, written before and after each call in memory-mapped files, one chain of
 * segments for each event loop. It outlives a {@code kill -9}, and a power loss where the {@link
 * Durability} says so; the {@link LedgerWriter} carries it into the ledger, a {@link
 * JournalFollower} tells others of it. Each start of the process begins new chains and leaves the
 * old ones to be read.
 */
public final class Journal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final JournalFiles files;
  private final JournalSettings settings;
  private final List<Chain> chains = new ArrayList<>();
  private final Map<Chain, Long> lastSequence = new ConcurrentHashMap<>();
  private final Queue<Segment> spare = new ConcurrentLinkedQueue<>();
  private final Thread preparer;
  private final @Nullable GroupForce force;
  private volatile @Nullable String problem;
  private volatile boolean closed;

  private Journal(JournalFiles files, JournalSettings settings, GroupForce.Disk disk) {
    this.files = files;
    this.settings = settings;
    this.force = settings.durability() == Durability.POWER ? new GroupForce(disk) : null;
    this.preparer =
        Thread.ofPlatform().daemon().name("journal-segments").unstarted(this::keepPrepared);
  }

  /**
   * Opens a directory, which no other process may have open, and prepares a segment for each loop.
   *
   * @throws IOException when nothing can be written there
   */
  public static Journal open(
      Path directory, int loops, JournalSettings settings, InstantSource clock) throws IOException {
    return open(directory, loops, settings, clock, Segment::force);
  }

  /**
   * @param disk how a range of a segment gets onto the disk, where power may be lost
   */
  static Journal open(
      Path directory,
      int loops,
      JournalSettings settings,
      InstantSource clock,
      GroupForce.Disk disk)
      throws IOException {
    JournalFiles files = JournalFiles.open(directory);
    Journal journal = new Journal(files, settings, disk);
    long boot = Math.max(files.lastBoot() + 1, clock.millis());
    for (int loop = 0; loop < loops; loop++) {
      ChainId id = new ChainId(boot, loop);
      Chain chain =
          new Chain(
              id, journal, settings.segmentSize(), ProgressFile.create(files.directory(), id));
      journal.chains.add(chain);
      journal.prepare(chain);
    }
    journal.preparer.start();
    if (journal.force != null) {
      journal.force.start();
    }
    return journal;
  }

  /** The log of one event loop, numbered from 0; only that loop may write to it. */
  public UsageLog log(int loop) {
    return chains.get(loop);
  }

  public JournalState state() {
    String unforced = force == null ? null : force.problem();
    return new JournalState(
        files.bytes(),
        settings.maxSize(),
        settings.durability(),
        unforced == null ? problem : unforced,
        files.torn(),
        chains.stream().mapToLong(Chain::unrecorded).sum(),
        files.quarantined(),
        files.damages());
  }

  /**
   * Stops preparing segments and removes those that the ledger does not need. No log may be used
   * any more.
   */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(preparer);
    try {
      preparer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (force != null) {
      force.close();
    }
    for (Chain chain : chains) {
      chain.followers().forEach(FollowedChain::end);
      long head = chain.head() >>> 32;
      boolean spent = chain.records() == 0 || chain.isConsumed();
      for (Segment segment : chain.segments().values()) {
        segment.close();
        if (spent || segment.name().sequence() > head) {
          files.remove(segment.name());
        }
      }
      chain.segments().clear();
      if (!chain.closeProgress()) {
        files.removeProgress(chain.id());
      }
    }
    for (Segment segment = spare.poll(); segment != null; segment = spare.poll()) {
      segment.close();
      files.remove(segment.name());
    }
  }

  // What follows serves the chains, their readers and the thread that prepares segments.

  List<Chain> chains() {
    return chains;
  }

  List<DeadChain> deadChains() {
    return files.deadChains();
  }

  JournalFiles files() {
    return files;
  }

  /** Null where the journal only has to outlive its process. */
  @Nullable GroupForce force() {
    return force;
  }

  String whyFull() {
    String reason = problem;
    return reason == null ? "the usage journal has no segment ready" : reason;
  }

  void prepareMore() {
    LockSupport.unpark(preparer);
  }

  /**
   * Frees what the ledger has passed and nobody else holds: whole segments before a place, see
   * {@link Chain#pack}.
   */
  void release(Chain chain, long upTo) {
    chain.consumed(upTo);
    free(chain, upTo >>> 32, false);
  }

  /**
   * @param scarce whether followers have to let go of what they hold
   */
  private void free(Chain chain, long passed, boolean scarce) {
    long before = chain.keptFrom(passed, scarce);
    for (Segment segment : chain.segments().values()) {
      boolean free = segment.name().sequence() < before;
      // The ledger's writer and the preparing thread may both come by: one of them retires it.
      if (free && chain.segments().remove(segment.name().sequence(), segment)) {
        retire(segment);
        prepareMore();
      }
    }
  }

  /** Keeps a segment that nobody needs for the next use, or removes it. */
  private void retire(Segment segment) {
    if (!files.isQuarantined(segment.name()) && spare.size() < chains.size()) {
      spare.add(segment);
    } else {
      segment.close();
      files.remove(segment.name());
    }
  }

  private void keepPrepared() {
    while (!closed) {
      for (Chain chain : chains) {
        boolean possible = true;
        while (possible && !closed && chain.wantsMore()) {
          possible = tryToPrepare(chain);
        }
        chain.warmNext();
      }
      LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
    }
  }

  private boolean tryToPrepare(Chain chain) {
    try {
      return prepare(chain);
    } catch (IOException | RuntimeException e) {
      if (problem == null) {
        LOG.error("the usage journal cannot grow", e);
      }
      problem = "the usage journal cannot grow: " + e.getMessage();
      return false;
    }
  }

  private boolean prepare(Chain chain) throws IOException {
    SegmentName name = new SegmentName(chain.id(), lastSequence.getOrDefault(chain, 0L) + 1);
    boolean room = files.bytes() + settings.segmentSize() <= settings.maxSize();
    if (!room && spare.isEmpty()) {
      chains.forEach(any -> free(any, any.consumedUpTo() >>> 32, true));
      room = files.bytes() + settings.segmentSize() <= settings.maxSize();
    }
    Segment old = spare.poll();
    if (old != null) {
      offer(chain, recycle(old, name));
      return true;
    }
    if (!room) {
      problem =
          "the usage journal has its full size of %d bytes; the ledger is behind"
              .formatted(settings.maxSize());
      return false;
    }
    Segment fresh = Segment.create(files.directory(), name, settings.segmentSize());
    files.grew(settings.segmentSize());
    offer(chain, fresh);
    return true;
  }

  private void offer(Chain chain, Segment segment) throws IOException {
    if (force != null) {
      forceWhole(segment);
    }
    lastSequence.put(chain, segment.name().sequence());
    problem = null;
    chain.offer(segment);
  }

  /** Its name, its blocks and its zeros: from then on only records have to be forced. */
  private void forceWhole(Segment segment) throws IOException {
    try {
      segment.force(0, segment.size());
      files.forceNames();
    } catch (IOException | RuntimeException e) {
      segment.close();
      files.remove(segment.name());
      throw e;
    }
  }

  private Segment recycle(Segment old, SegmentName name) throws IOException {
    try {
      return old.recycle(files.directory(), name);
    } catch (IOException e) {
      old.close();
      files.grew(-old.size());
      Files.deleteIfExists(files.directory().resolve(old.name().file()));
      Files.deleteIfExists(files.directory().resolve(name.file() + SegmentName.UNFINISHED));
      throw e;
    }
  }
}
