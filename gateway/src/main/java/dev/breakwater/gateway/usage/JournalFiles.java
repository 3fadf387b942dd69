package dev.breakwater.gateway.usage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's directory: how much lies there, what earlier processes left, and what of it cannot
 * be read and is set aside instead of removed.
 */
final class JournalFiles {
  private static final Logger LOG = LoggerFactory.getLogger(JournalFiles.class);

  private final Path directory;
  private final Map<ChainId, DeadChain> dead = new TreeMap<>(JournalFiles::older);
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong torn = new AtomicLong();
  private final AtomicInteger quarantinedBefore = new AtomicInteger();
  private final List<JournalDamage> damages = new CopyOnWriteArrayList<>();
  private final Set<SegmentName> quarantine = ConcurrentHashMap.newKeySet();
  private final List<String> progressBefore = new ArrayList<>();

  private JournalFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * Opens a directory, making it where it is not there, and finds what earlier processes left.
   *
   * @throws IOException when nothing can be read or written there
   */
  static JournalFiles open(Path directory) throws IOException {
    Files.createDirectories(directory);
    JournalFiles files = new JournalFiles(directory);
    files.findDeadChains();
    return files;
  }

  Path directory() {
    return directory;
  }

  /** What all segments take on the disk; those set aside are not counted. */
  long bytes() {
    return bytes.get();
  }

  void grew(long by) {
    bytes.addAndGet(by);
  }

  List<DeadChain> deadChains() {
    return List.copyOf(dead.values());
  }

  /** The largest boot number among what was found; 0 when there was nothing. */
  long lastBoot() {
    return dead.keySet().stream().mapToLong(ChainId::boot).max().orElse(0);
  }

  long torn() {
    return torn.get();
  }

  List<JournalDamage> damages() {
    return damages;
  }

  /** Segments that could not be read in full, those set aside by earlier processes too. */
  int quarantined() {
    return quarantinedBefore.get() + quarantine.size();
  }

  boolean isQuarantined(SegmentName name) {
    return quarantine.contains(name);
  }

  /** What attempts of dead processes had noted is in the ledger. */
  void releaseProgress() {
    progressBefore.forEach(this::removeQuietly);
    progressBefore.clear();
  }

  void removeProgress(ChainId chain) {
    removeQuietly(ProgressFile.name(chain));
  }

  private void removeQuietly(String file) {
    try {
      Files.deleteIfExists(directory.resolve(file));
    } catch (IOException e) {
      LOG.warn("cannot remove {} of the journal: {}", file, e.toString());
    }
  }

  /** Removes a segment that nobody needs; a damaged one is set aside. */
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

  /** Sets a segment aside of which nothing can be read. */
  void quarantine(SegmentName name, int offset, String text) {
    damaged(name, offset, text);
    setAside(name);
  }

  void foundTorn() {
    torn.incrementAndGet();
  }

  /** Brings the names of files to the disk, which their contents alone do not. */
  void forceNames() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
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

  private void findDeadChains() throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
      for (Path file : found) {
        String fileName = String.valueOf(file.getFileName());
        if (fileName.endsWith(SegmentName.UNFINISHED)) {
          Files.delete(file);
          continue;
        }
        if (fileName.endsWith(SegmentName.QUARANTINED)) {
          quarantinedBefore.incrementAndGet();
          continue;
        }
        if (fileName.endsWith(ProgressFile.SUFFIX)) {
          progressBefore.add(fileName);
          continue;
        }
        Optional<SegmentName> name = SegmentName.parse(fileName);
        if (name.isPresent()) {
          ChainId chain = name.get().chain();
          dead.computeIfAbsent(chain, id -> new DeadChain(id, this)).add(name.get().sequence());
          bytes.addAndGet(Files.size(file));
        }
      }
    }
  }

  private static int older(ChainId one, ChainId other) {
    int byBoot = Long.compare(one.boot(), other.boot());
    return byBoot != 0 ? byBoot : Integer.compare(one.loop(), other.loop());
  }
}
