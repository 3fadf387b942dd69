package dev.breakwater.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressFileTest {
  private static final ChainId CHAIN = new ChainId(7, 1);

  @TempDir Path directory;

  private long read(long mark) {
    return ProgressFile.read(directory, CHAIN, mark);
  }

  @Test
  void aNoteIsReadByTheMarkOfItsAttemptAlone() throws Exception {
    try (ProgressFile file = ProgressFile.create(directory, CHAIN)) {
      long first = file.take();
      Progress progress = file.progress(first);
      progress.come(12);
      assertThat(read(first)).isEqualTo(12);
      progress.over();
      long second = file.take();
      assertThat(second).isNotEqualTo(first);
      assertThat(read(first)).as("its place is another's").isZero();
      assertThat(read(second)).as("nothing has come of it yet").isZero();
      progress.come(99);
      progress.over();
      assertThat(read(second)).as("who has ended notes nothing").isZero();
      assertThat(file.take()).isNotEqualTo(second);
    }
  }

  @Test
  void moreAttemptsThanPlacesRunWithoutNotes() throws Exception {
    try (ProgressFile file = ProgressFile.create(directory, CHAIN)) {
      List<Long> marks = new ArrayList<>();
      for (int number = 0; number < ProgressFile.PLACES; number++) {
        long mark = file.take();
        marks.add(mark);
        file.progress(mark).come(number + 1);
      }
      assertThat(marks).doesNotHaveDuplicates().allMatch(mark -> mark > 0);
      assertThat(file.take()).isZero();
      Progress unkept = file.progress(0);
      unkept.come(5);
      unkept.over();
      assertThat(file.take()).isZero();
      for (int number = 0; number < ProgressFile.PLACES; number += 997) {
        assertThat(read(marks.get(number))).isEqualTo(number + 1);
      }
      file.progress(marks.getFirst()).over();
      assertThat(file.take()).isPositive();
    }
  }

  @Test
  void withoutAFileOrAMarkNothingIsKnown() {
    assertThat(read(1)).isZero();
    assertThat(read(0)).isZero();
    assertThat(read(-1)).isZero();
  }
}
