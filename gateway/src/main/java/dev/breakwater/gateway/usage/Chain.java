package dev.breakwater.gateway.usage;

import dev.breakwater.gateway.concurrent.Waiter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's end of the journal. Only its loop appends; the thread that prepares segments
 * hands them in, the ledger's writer reads behind {@link #head}.
 *
 * <p>An attempt is let in only when there is also room for the ends of everything that has begun,
 * so that an end always finds its place, however full the journal is.
 */
final class Chain implements UsageLog, ChainReader.Segments {
  private static final int ATTEMPT_RESERVE = Segment.framed(RecordEncoder.LARGEST_ATTEMPT_ENDED);
  private static final int REQUEST_RESERVE = Segment.framed(RecordEncoder.LARGEST_REQUEST_ENDED);

  /** What may stay unused at the end of a segment: a record too large for it, and the mark. */
  static final int WASTE = REQUEST_RESERVE + Segment.FRAME;

  private final ChainId id;
  private final Journal journal;
  private final int usable;
  private final Queue<Segment> prepared = new ConcurrentLinkedQueue<>();
  private final Map<Long, Segment> segments = new ConcurrentHashMap<>();
  private final AtomicLong head = new AtomicLong(pack(1, Segment.HEADER));
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong unrecorded = new AtomicLong();
  private final AtomicLong reserved = new AtomicLong();
  private final AtomicInteger ahead = new AtomicInteger();

  private final RecordEncoder encoder = new RecordEncoder(Segment.FRAME);
  private final CRC32C checksum = new CRC32C();
  private @Nullable Segment current;
  private int offset;
  private long count;
  private int openAttempts;
  private int openRequests;
  private volatile boolean asked;
  private volatile long consumed;
  private final List<FollowedChain> followers = new CopyOnWriteArrayList<>();
  private final @Nullable ChainForce force;
  private final ProgressFile progress;

  /**
   * @param progress the chain closes it
   */
  Chain(ChainId id, Journal journal, int segmentSize, ProgressFile progress) {
    this.id = id;
    this.progress = progress;
    this.journal = journal;
    GroupForce group = journal.force();
    this.force = group == null ? null : group.of(this);
    this.usable = segmentSize - Segment.HEADER - WASTE;
  }

  @Override
  public Progress began(AttemptBegan began) throws JournalFull {
    if (force != null) {
      refuseUnlessForced(force);
    }
    long mark = progress.take();
    int end = encoder.encode(began, mark);
    int first = began.number() == 1 ? 1 : 0;
    long ends = ends(openAttempts + 1, openRequests + first);
    Progress its = progress.progress(mark);
    if (!roomFor(Segment.framed(end - Segment.FRAME) + ends)) {
      its.over();
      throw new JournalFull(journal.whyFull());
    }
    openAttempts++;
    openRequests += first;
    reserved.setOpaque(ends);
    append(end);
    return its;
  }

  @Override
  public void assure(AttemptBegan began, Waiter waiter) throws JournalFull {
    if (force == null) {
      return;
    }
    Optional<String> failure = force.await(head(), waiter);
    if (failure.isPresent()) {
      forgo(began);
      throw new JournalFull(failure.get());
    }
  }

  private static void refuseUnlessForced(ChainForce force) throws JournalFull {
    String problem = force.problem();
    if (problem != null) {
      throw new JournalFull(problem);
    }
  }

  void forgo(AttemptBegan began) {
    openAttempts = Math.max(0, openAttempts - 1);
    openRequests = Math.max(0, openRequests - (began.number() == 1 ? 1 : 0));
    reserved.setOpaque(ends(openAttempts, openRequests));
    append(encoder.encode(new AttemptForgone(began.requestId(), began.number())));
  }

  @Override
  public void ended(AttemptEnded ended) {
    openAttempts = Math.max(0, openAttempts - 1);
    reserved.setOpaque(ends(openAttempts, openRequests));
    append(encoder.encode(ended));
  }

  @Override
  public void ended(RequestEnded ended) {
    int end = encoder.encode(ended);
    if (ended.attempts() > 0) {
      openRequests = Math.max(0, openRequests - 1);
      reserved.setOpaque(ends(openAttempts, openRequests));
    } else if (!roomFor(Segment.framed(end - Segment.FRAME) + reserved.getOpaque())) {
      // Nothing billable happened, and the room left belongs to what did.
      unrecorded.incrementAndGet();
      return;
    }
    append(end);
  }

  private static long ends(long attempts, long requests) {
    return attempts * ATTEMPT_RESERVE + requests * REQUEST_RESERVE;
  }

  private void append(int end) {
    int framed = Segment.framed(end - Segment.FRAME);
    Segment segment = current;
    if (segment == null || !segment.fits(offset, framed)) {
      segment = advance(segment);
      if (segment == null) {
        unrecorded.incrementAndGet();
        return;
      }
    }
    segment.append(offset, encoder.bytes, end, checksum);
    offset += framed;
    records.setRelease(++count);
    head.setRelease(pack(segment.name().sequence(), offset));
  }

  private @Nullable Segment advance(@Nullable Segment full) {
    Segment next = prepared.poll();
    if (next == null) {
      return null;
    }
    ahead.decrementAndGet();
    if (full != null) {
      full.seal(offset);
    }
    next.firstRecord(count);
    current = next;
    offset = Segment.HEADER;
    journal.prepareMore();
    return next;
  }

  private boolean roomFor(long bytes) {
    Segment segment = current;
    long room = segment == null ? 0 : Math.max(0, segment.size() - offset - WASTE);
    if (room >= bytes) {
      return true;
    }
    room += (long) ahead.getAcquire() * usable;
    if (room < 2 * bytes && !asked) {
      asked = true;
      journal.prepareMore();
    }
    return room >= bytes;
  }

  ChainId id() {
    return id;
  }

  /** Ends the notes of progress; whether any attempt still needs them. */
  boolean closeProgress() {
    progress.close();
    return openAttempts > 0;
  }

  /** Where the next record will begin, see {@link #pack}. */
  long head() {
    return head.getAcquire();
  }

  long records() {
    return records.getAcquire();
  }

  /** Ends that found no room and were not recorded. */
  long unrecorded() {
    return unrecorded.get();
  }

  /** Whether the segments ahead do not cover what has begun and one more. */
  boolean wantsMore() {
    asked = false;
    return ahead.get() < 1 + 2 * reserved.getOpaque() / usable;
  }

  /**
   * Warms the segment that comes next. The others ahead are promises to the disk alone: a thousand
   * streams reserve more than they will ever use.
   */
  void warmNext() {
    Segment next = prepared.peek();
    if (next == null) {
      return;
    }
    try {
      next.warm();
    } catch (IllegalStateException closed) {
      // The loop has filled it and the ledger freed it meanwhile: it needs no warmth any more.
    }
  }

  void offer(Segment segment) {
    segments.put(segment.name().sequence(), segment);
    prepared.add(segment);
    ahead.incrementAndGet();
  }

  @Override
  public @Nullable Segment open(long sequence) {
    return segments.get(sequence);
  }

  @Override
  public long after(long sequence) {
    return segments.containsKey(sequence + 1) ? sequence + 1 : 0;
  }

  @Override
  public void damaged(long sequence, int at, String problem) {
    journal.files().damaged(new SegmentName(id, sequence), at, problem);
  }

  @Override
  public void torn() {
    journal.files().foundTorn();
  }

  ChainReader reader() {
    return new ChainReader(new ChainPosition(id, 1, Segment.HEADER), this, 0);
  }

  /** Remembers how far the ledger has come, see {@link #pack}. */
  void consumed(long upTo) {
    consumed = upTo;
  }

  /** Bytes kept free for the ends of what has begun. */
  long reserved() {
    return reserved.getOpaque();
  }

  long consumedUpTo() {
    return consumed;
  }

  List<FollowedChain> followers() {
    return followers;
  }

  /**
   * The first segment that must stay.
   *
   * @param passed the first that the ledger needs
   * @param scarce whether followers have to let go of what they hold
   */
  long keptFrom(long passed, boolean scarce) {
    long from = force == null ? passed : Math.min(passed, force.from());
    for (FollowedChain follower : followers) {
      from = Math.min(from, follower.keptFrom(passed, scarce));
    }
    return from;
  }

  /** About how many bytes the ledger has not read yet. */
  long unconsumedBytes() {
    long written = head();
    long read = Math.max(consumed, pack(1, Segment.HEADER));
    return ((written >>> 32) - (read >>> 32)) * (usable + Segment.HEADER + WASTE)
        + ((int) written - (int) read);
  }

  /** Whether the ledger has everything that was written. */
  boolean isConsumed() {
    return consumed >= head();
  }

  Map<Long, Segment> segments() {
    return segments;
  }

  /** A place in the chain as one number that grows along the chain. */
  static long pack(long sequence, int offset) {
    return sequence << 32 | offset;
  }
}
