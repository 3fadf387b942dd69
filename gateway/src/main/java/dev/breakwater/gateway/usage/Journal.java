package dev.breakwater.gateway.usage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What requests did, written before and after each call in memory-mapped files, one chain of
 * segments for each event loop. It outlives a {@code kill -9}; the {@link LedgerWriter} carries it
 * into the ledger. Each start of the process begins new chains and leaves the old ones to be read.
 */
public final class Journal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Path directory;
  private final JournalSettings settings;
  private final List<Chain> chains = new ArrayList<>();
  private final Map<ChainId, DeadChain> dead = new TreeMap<>(Journal::older);
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong torn = new AtomicLong();
  private final List<JournalDamage> damages = new CopyOnWriteArrayList<>();
  private final Set<SegmentName> quarantine = ConcurrentHashMap.newKeySet();
  private final Map<Chain, Long> lastSequence = new ConcurrentHashMap<>();
  private final Queue<Segment> spare = new ConcurrentLinkedQueue<>();
  private final Thread preparer;
  private volatile @Nullable String problem;
  private volatile boolean closed;

  private Journal(Path directory, JournalSettings settings) {
    this.directory = directory;
    this.settings = settings;
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
    Files.createDirectories(directory);
    Journal journal = new Journal(directory, settings);
    long boot = Math.max(journal.findDeadChains() + 1, clock.millis());
    for (int loop = 0; loop < loops; loop++) {
      Chain chain = new Chain(new ChainId(boot, loop), journal, settings.segmentSize());
      journal.chains.add(chain);
      journal.prepare(chain);
    }
    journal.preparer.start();
    return journal;
  }

  /** The log of one event loop, numbered from 0; only that loop may write to it. */
  public UsageLog log(int loop) {
    return chains.get(loop);
  }

  public JournalState state() {
    return new JournalState(
        bytes.get(),
        settings.maxSize(),
        problem,
        torn.get(),
        chains.stream().mapToLong(Chain::unrecorded).sum(),
        damages);
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
    for (Chain chain : chains) {
      long head = chain.head() >>> 32;
      boolean spent = chain.records() == 0 || chain.isConsumed();
      for (Segment segment : chain.segments().values()) {
        segment.close();
        if (spent || segment.name().sequence() > head) {
          remove(segment.name());
        }
      }
      chain.segments().clear();
    }
    for (Segment segment = spare.poll(); segment != null; segment = spare.poll()) {
      segment.close();
      remove(segment.name());
    }
  }

  // What follows serves the chains, the ledger's writer and the thread that prepares segments.

  List<Chain> chains() {
    return chains;
  }

  List<DeadChain> deadChains() {
    return List.copyOf(dead.values());
  }

  Path directory() {
    return directory;
  }

  int segmentSize() {
    return settings.segmentSize();
  }

  String whyFull() {
    String reason = problem;
    return reason == null ? "the usage journal has no segment ready" : reason;
  }

  void prepareMore() {
    LockSupport.unpark(preparer);
  }

  /** Frees what the ledger has passed: whole segments before a place, see {@link Chain#pack}. */
  void release(Chain chain, long upTo) {
    chain.consumed(upTo);
    long before = upTo >>> 32;
    Iterator<Segment> segments = chain.segments().values().iterator();
    while (segments.hasNext()) {
      Segment segment = segments.next();
      if (segment.name().sequence() < before) {
        segments.remove();
        retire(segment);
        prepareMore();
      }
    }
  }

  /** Keeps a segment that the ledger has passed for the next use, or removes it. */
  private void retire(Segment segment) {
    if (!quarantine.contains(segment.name()) && spare.size() < chains.size()) {
      spare.add(segment);
    } else {
      segment.close();
      remove(segment.name());
    }
  }

  void remove(SegmentName name) {
    if (quarantine.contains(name)) {
      setAside(name);
      return;
    }
    try {
      Path file = directory.resolve(name.file());
      long size = Files.size(file);
      Files.delete(file);
      bytes.addAndGet(-size);
    } catch (IOException e) {
      LOG.warn("cannot remove the journal segment {}: {}", name.file(), e.toString());
    }
  }

  void damaged(SegmentName name, int offset, String text) {
    damages.add(new JournalDamage(name.file(), offset, text));
    quarantine.add(name);
    LOG.error("the journal segment {} is damaged at {}: {}", name.file(), offset, text);
  }

  void quarantine(SegmentName name, int offset, String text) {
    damaged(name, offset, text);
    setAside(name);
  }

  void torn() {
    torn.incrementAndGet();
  }

  private void setAside(SegmentName name) {
    Path file = directory.resolve(name.file());
    try {
      long size = Files.size(file);
      Files.move(file, directory.resolve(name.file() + SegmentName.QUARANTINED));
      bytes.addAndGet(-size);
    } catch (IOException e) {
      LOG.warn("cannot set the journal segment {} aside: {}", name.file(), e.toString());
    }
  }

  /** Finds what earlier processes left and returns the largest boot number among it. */
  private long findDeadChains() throws IOException {
    long boot = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String fileName = String.valueOf(file.getFileName());
        if (fileName.endsWith(SegmentName.UNFINISHED)) {
          Files.delete(file);
          continue;
        }
        Optional<SegmentName> name = SegmentName.parse(fileName);
        if (name.isPresent()) {
          ChainId chain = name.get().chain();
          dead.computeIfAbsent(chain, id -> new DeadChain(id, this)).add(name.get().sequence());
          bytes.addAndGet(Files.size(file));
          boot = Math.max(boot, chain.boot());
        }
      }
    }
    return boot;
  }

  private void keepPrepared() {
    while (!closed) {
      for (Chain chain : chains) {
        boolean possible = true;
        while (possible && !closed && chain.wantsMore()) {
          possible = tryToPrepare(chain);
        }
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
    Segment old = spare.poll();
    if (old != null) {
      offer(chain, recycle(old, name));
      return true;
    }
    if (bytes.get() + settings.segmentSize() > settings.maxSize()) {
      problem =
          "the usage journal has its full size of %d bytes; the ledger is behind"
              .formatted(settings.maxSize());
      return false;
    }
    offer(chain, Segment.create(directory, name, settings.segmentSize()));
    bytes.addAndGet(settings.segmentSize());
    return true;
  }

  private void offer(Chain chain, Segment segment) {
    lastSequence.put(chain, segment.name().sequence());
    problem = null;
    chain.offer(segment);
  }

  private Segment recycle(Segment old, SegmentName name) throws IOException {
    try {
      return old.recycle(directory, name);
    } catch (IOException e) {
      old.close();
      bytes.addAndGet(-old.size());
      Files.deleteIfExists(directory.resolve(old.name().file()));
      Files.deleteIfExists(directory.resolve(name.file() + SegmentName.UNFINISHED));
      throw e;
    }
  }

  private static int older(ChainId one, ChainId other) {
    int byBoot = Long.compare(one.boot(), other.boot());
    return byBoot != 0 ? byBoot : Integer.compare(one.loop(), other.loop());
  }
}
