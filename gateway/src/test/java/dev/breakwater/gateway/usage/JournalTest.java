package dev.breakwater.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final int SEGMENT = 64 << 10;
  private static final JournalSettings SMALL = new JournalSettings(64L << 20, SEGMENT);
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochMilli(Sample.START));

  @TempDir Path directory;

  @Test
  void aReaderFollowsTheChainAcrossSegments() throws Exception {
    try (Journal journal = open()) {
      Chain chain = journal.chains().getFirst();
      ChainReader reader = chain.reader();
      int read = 0;
      for (int number = 0; number < 2000; number++) {
        writeWhenReady(journal, Sample.id(number));
        reader.limit(chain.head());
        for (UsageRecord next = reader.next(); next != null; next = reader.next()) {
          assertThat(next.requestId()).isEqualTo(Sample.id(read++ / 3));
        }
        journal.release(chain, reader.packed());
      }
      assertThat(read).isEqualTo(6000);
      assertThat(reader.position().sequence()).isGreaterThan(10);
    }
    assertThat(files(SegmentName.SUFFIX)).isEmpty();
  }

  @Test
  void whatADeadProcessLeftIsReadByTheNext() throws Exception {
    Path image = imageOf(100);
    try (Journal journal = open(image)) {
      assertThat(read(journal)).hasSize(300);
      assertThat(journal.state().tornTails()).isZero();
      assertThat(journal.state().damages()).isEmpty();
    }
  }

  @Test
  void aFlippedByteAnywhereInTheLastRecordCostsThatRecordOnly() throws Exception {
    Path image = imageOf(5);
    Path file = only(image);
    byte[] whole = Files.readAllBytes(file);
    int end = lastUsed(whole);
    int start = end - framedLength(Sample.over(Sample.id(4), 1, Status.SUCCESS, Sample.GOOGLE));
    for (int at = start; at < end; at++) {
      byte[] broken = whole.clone();
      broken[at] ^= 0x10;
      Files.write(file, broken);
      try (Journal journal = open(image)) {
        int read = read(journal).size();
        boolean padding = read == 15;
        assertThat(read).as("flip at %d of %d..%d", at, start, end).isBetween(14, 15);
        assertThat(journal.state().tornTails()).isEqualTo(padding ? 0 : 1);
        assertThat(padding && at < end - 8).as("flip at %d went unseen", at).isFalse();
      }
    }
  }

  @Test
  void aFileCutAnywhereInItsTailKeepsAllWholeRecords() throws Exception {
    Path image = imageOf(5);
    Path file = only(image);
    byte[] whole = Files.readAllBytes(file);
    int end = lastUsed(whole);
    int start = end - framedLength(Sample.over(Sample.id(4), 1, Status.SUCCESS, Sample.GOOGLE));
    for (int length = start; length < end - 8; length++) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      try (Journal journal = open(image)) {
        assertThat(read(journal)).as("cut at %d", length).hasSize(14);
      }
    }
  }

  @Test
  void aBadRecordBeforeGoodOnesIsPassedOverReportedAndItsSegmentKept() throws Exception {
    Path image = imageOf(5);
    flip(only(image), Segment.HEADER + 20);
    try (Journal journal = open(image)) {
      assertThat(read(journal)).hasSize(14);
      assertThat(journal.state().damages()).hasSize(1);
      assertThat(journal.state().tornTails()).isZero();
      journal.deadChains().forEach(DeadChain::release);
    }
    assertThat(names(image)).singleElement().asString().endsWith(SegmentName.QUARANTINED);
  }

  @Test
  void aHoleOfZerosBeforeGoodRecordsIsNoEnd() throws Exception {
    Path image = imageOf(5);
    try (FileChannel channel = FileChannel.open(only(image), StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.allocate(400), Segment.HEADER);
    }
    try (Journal journal = open(image)) {
      List<UsageRecord> read = read(journal);
      assertThat(read).hasSizeBetween(11, 13);
      assertThat(read.getLast()).isInstanceOf(RequestEnded.class);
      assertThat(journal.state().damages()).hasSize(1);
    }
  }

  @Test
  void aSegmentWithABrokenHeaderIsSetAsideAndTheOthersAreRead() throws Exception {
    Path image = imageOf(400);
    List<Path> files = names(image);
    assertThat(files).hasSizeGreaterThan(2);
    flip(files.get(1), 3);
    try (Journal journal = open(image)) {
      List<UsageRecord> read = read(journal);
      assertThat(read.size()).isBetween(600, 1199);
      assertThat(read.getLast().requestId()).isEqualTo(Sample.id(399));
      assertThat(journal.state().damages())
          .extracting(JournalDamage::file)
          .contains(String.valueOf(files.get(1).getFileName()));
    }
    assertThat(names(image).stream().filter(file -> file.toString().endsWith(".quarantined")))
        .hasSize(1);
  }

  @Test
  void aFullJournalRefusesWhatBeginsAndStillTakesEveryEnd() throws Exception {
    try (Journal journal =
        Journal.open(directory, 1, new JournalSettings(4L * SEGMENT, SEGMENT), CLOCK)) {
      UsageLog log = journal.log(0);
      List<String> begun = new ArrayList<>();
      fill(journal, log, begun);
      assertThat(begun.size()).isGreaterThan(10);
      String message = "x".repeat(5000);
      for (String id : begun) {
        AttemptEnded failed = Sample.failed(id, 1);
        log.ended(
            new AttemptEnded(
                id,
                1,
                failed.atMillis(),
                Status.ERROR,
                500,
                message,
                message,
                failed.tokens(),
                0,
                message,
                1,
                -1));
        log.ended(Sample.over(id, 1, Status.ERROR, Sample.GOOGLE));
      }
      assertThat(journal.state().unrecorded()).isZero();
      Chain chain = journal.chains().getFirst();
      assertThat(chain.records()).isEqualTo(3L * begun.size());
      ChainReader reader = chain.reader();
      reader.limit(chain.head());
      while (reader.next() != null) {
        // Only the position counts.
      }
      assertThat(reader.records()).isEqualTo(3L * begun.size());
      journal.release(chain, reader.packed());
      writeWhenReady(journal, Sample.id(999_999));
    }
  }

  @Test
  void aRefusedRequestWithoutAttemptsNeverTakesTheRoomOfEnds() throws Exception {
    try (Journal journal =
        Journal.open(directory, 1, new JournalSettings(4L * SEGMENT, SEGMENT), CLOCK)) {
      UsageLog log = journal.log(0);
      List<String> begun = new ArrayList<>();
      fill(journal, log, begun);
      for (int number = 0; number < 2000; number++) {
        log.ended(Sample.over(Sample.id(500_000 + number), 0, Status.REJECTED, Sample.GOOGLE));
      }
      long dropped = journal.state().unrecorded();
      assertThat(dropped).isPositive();
      begun.forEach(id -> log.ended(Sample.failed(id, 1)));
      assertThat(journal.state().unrecorded()).isEqualTo(dropped);
    }
  }

  @Test
  void aDiskThatTakesNoSegmentIsReportedAndNothingBillableBegins() throws Exception {
    Path inTheWay = directory.resolve("journal");
    try (Journal journal = Journal.open(inTheWay, 1, SMALL, CLOCK)) {
      UsageLog log = journal.log(0);
      // Nothing can be made in a directory that is gone.
      try (Stream<Path> list = Files.list(inTheWay)) {
        for (Path file : list.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(inTheWay);
      assertThatThrownBy(
              () -> {
                for (int number = 0; number < 100_000; number++) {
                  log.began(Sample.began(Sample.id(number), 1, Sample.GOOGLE));
                }
              })
          .isInstanceOf(JournalFull.class);
      Waiting.until(() -> journal.state().problem() != null);
      assertThat(journal.state().problem()).contains("cannot grow");
    }
  }

  @Test
  void aFileThatWasBeingPreparedWhenItsProcessDiedIsRemoved() throws Exception {
    Path unfinished = directory.resolve("1-0-1.journal" + SegmentName.UNFINISHED);
    Files.write(unfinished, new byte[100]);
    open().close();
    assertThat(unfinished).doesNotExist();
  }

  private static void fill(Journal journal, UsageLog log, List<String> begun) {
    Waiting.until(() -> {
      try {
        while (true) {
          String id = Sample.id(begun.size());
          log.began(Sample.began(id, 1, Sample.GOOGLE));
          begun.add(id);
        }
      } catch (JournalFull e) {
        return String.valueOf(e.getMessage()).contains("full size")
            && journal.state().bytes() + SEGMENT > journal.state().maxBytes();
      }
    });
  }

  private Journal open() throws IOException {
    return open(directory);
  }

  private static Journal open(Path where) throws IOException {
    return Journal.open(where, 1, SMALL, CLOCK);
  }

  private static void writeWhenReady(Journal journal, String id) {
    Waiting.until(() -> {
      try {
        Sample.request(journal.log(0), id);
        return true;
      } catch (JournalFull e) {
        return false;
      }
    });
  }

  /** The directory as a kill would leave it after so many requests. */
  private Path imageOf(int requests) throws IOException {
    Path image = directory.resolve("image");
    Path live = directory.resolve("live");
    try (Journal journal = open(live)) {
      for (int number = 0; number < requests; number++) {
        writeWhenReady(journal, Sample.id(number));
      }
      Image.copy(live, image, name -> usedSegments(journal).contains(name));
    }
    return image;
  }

  private static List<String> usedSegments(Journal journal) {
    Chain chain = journal.chains().getFirst();
    return chain.segments().keySet().stream()
        .filter(sequence -> sequence <= chain.head() >>> 32)
        .map(sequence -> new SegmentName(chain.id(), sequence).file())
        .toList();
  }

  private static List<UsageRecord> read(Journal journal) {
    List<UsageRecord> records = new ArrayList<>();
    for (DeadChain chain : journal.deadChains()) {
      if (chain.beginning().chain().boot() == Sample.START) {
        ChainReader reader = chain.reader(chain.beginning());
        for (UsageRecord next = reader.next(); next != null; next = reader.next()) {
          records.add(next);
        }
      }
    }
    return records;
  }

  private static int framedLength(UsageRecord usage) {
    return Segment.framed(new RecordEncoder(0).body(usage).length);
  }

  private static int lastUsed(byte[] segment) {
    int last = segment.length;
    while (segment[last - 1] == 0) {
      last--;
    }
    // The last field is a text that ends in no zero; frames end at multiples of 8.
    return (last + 7) & -8;
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 0x10;
    Files.write(file, bytes);
  }

  private static Path only(Path image) throws IOException {
    List<Path> files = names(image);
    assertThat(files).hasSize(1);
    return files.getFirst();
  }

  private static List<Path> names(Path where) throws IOException {
    try (Stream<Path> list = Files.list(where)) {
      return list.sorted().toList();
    }
  }

  private List<Path> files(String suffix) throws IOException {
    return names(directory).stream().filter(file -> file.toString().endsWith(suffix)).toList();
  }

  @Test
  void settingsGiveEachLoopFourSegments() {
    assertThat(JournalSettings.of(1L << 30, 2).segmentSize()).isEqualTo(4 << 20);
    assertThat(JournalSettings.of(8 << 20, 4).segmentSize()).isEqualTo(512 << 10);
  }
}
