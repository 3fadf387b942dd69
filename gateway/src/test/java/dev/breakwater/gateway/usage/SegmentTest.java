package dev.breakwater.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentTest {
  private static final int SIZE = 1 << 20;
  private static final int BODY = 57;

  @TempDir Path directory;

  /** The loop may take the next segment at the very moment at which it is being warmed. */
  @Test
  void warmingChangesNothingOfWhatIsBeingWritten() throws Exception {
    for (int turn = 1; turn <= 40; turn++) {
      SegmentName name = new SegmentName(new ChainId(1, 0), turn);
      try (Segment segment = Segment.create(directory, name, SIZE)) {
        CountDownLatch both = new CountDownLatch(2);
        Thread warming =
            Thread.ofPlatform()
                .start(() -> {
                  meet(both);
                  segment.warm();
                });
        meet(both);
        int written = fill(segment);
        warming.join();
        assertThat(written).isGreaterThan(10_000);
        assertThat(wholeRecords(segment)).isEqualTo(written);
      }
    }
  }

  /** The ledger may be done with it before it is warm. */
  @Test
  void aSegmentThatIsGoneIsNotWarmed() throws Exception {
    Segment segment = Segment.create(directory, new SegmentName(new ChainId(1, 0), 1), SIZE);
    segment.close();
    assertThatThrownBy(segment::warm).isInstanceOf(IllegalStateException.class);
  }

  private static int fill(Segment segment) {
    CRC32C checksum = new CRC32C();
    byte[] record = new byte[Segment.FRAME + BODY];
    Arrays.fill(record, (byte) 0xff);
    int count = 0;
    int framed = Segment.framed(BODY);
    for (int at = Segment.HEADER; segment.fits(at, framed); at += framed) {
      segment.append(at, record, record.length, checksum);
      count++;
    }
    return count;
  }

  private static int wholeRecords(Segment segment) {
    CRC32C checksum = new CRC32C();
    byte[] record = new byte[Segment.FRAME + BODY];
    int count = 0;
    int at = Segment.HEADER;
    while (segment.read(at, record, checksum) == BODY) {
      at += Segment.framed(BODY);
      count++;
    }
    return count;
  }

  private static void meet(CountDownLatch both) {
    both.countDown();
    try {
      both.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
