package dev.breakwater.gateway.usage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The segments that one loop of a dead process left, opened as they are read. */
final class DeadChain implements ChainReader.Segments {
  private final ChainId id;
  private final JournalFiles files;
  private final TreeSet<Long> sequences = new TreeSet<>();
  private final Map<Long, Segment> open = new HashMap<>();

  DeadChain(ChainId id, JournalFiles files) {
    this.id = id;
    this.files = files;
  }

  ChainId id() {
    return id;
  }

  void add(long sequence) {
    sequences.add(sequence);
  }

  ChainPosition beginning() {
    return new ChainPosition(id, sequences.first(), Segment.HEADER);
  }

  ChainReader reader(ChainPosition from) {
    return new ChainReader(from, this, Long.MAX_VALUE);
  }

  @Override
  public @Nullable Segment open(long sequence) {
    Segment known = open.get(sequence);
    if (known != null || !sequences.contains(sequence)) {
      return known;
    }
    SegmentName name = new SegmentName(id, sequence);
    try {
      Segment opened = Segment.open(files.directory(), name);
      open.put(sequence, opened);
      return opened;
    } catch (NoSuchFileException e) {
      sequences.remove(sequence);
      return null;
    } catch (IOException e) {
      sequences.remove(sequence);
      files.quarantine(name, 0, "the segment cannot be read: " + e.getMessage());
      return null;
    }
  }

  @Override
  public long after(long sequence) {
    Long next = sequences.higher(sequence);
    return next == null ? 0 : next;
  }

  @Override
  public void damaged(long sequence, int offset, String problem) {
    files.damaged(new SegmentName(id, sequence), offset, problem);
  }

  @Override
  public void torn() {
    files.foundTorn();
  }

  /** Removes the files; the damaged ones are kept under another name. */
  void release() {
    open.values().forEach(Segment::close);
    open.clear();
    sequences.forEach(sequence -> files.remove(new SegmentName(id, sequence)));
    sequences.clear();
  }
}
