package dev.breakwater.wire.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteSinkTest {
  @Test
  void oneArrayGoesThroughWithoutACopy() {
    byte[] whole = {1, 2, 3};
    ByteSink sink = new ByteSink(0).adopt(whole);
    assertThat(sink.size()).isEqualTo(3);
    assertThat(sink.takeLast()).isSameAs(whole);
    assertThat(sink.isEmpty()).isTrue();
  }

  @Test
  void moreOfThemStandOneBehindTheOther() {
    byte[] first = {1, 2};
    ByteSink sink = new ByteSink(0).adopt(first).adopt(new byte[] {3}).adopt(new byte[] {4, 5});
    assertThat(sink.takeLast()).containsExactly(1, 2, 3, 4, 5);
    assertThat(first).containsExactly(1, 2);
    assertThat(sink.write("a").takeLast()).containsExactly('a');
  }
}
