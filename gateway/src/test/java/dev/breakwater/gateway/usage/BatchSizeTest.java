package dev.breakwater.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchSizeTest {
  private final BatchSize size = new BatchSize();

  @Test
  void fullTransactionsThatAreQuickGrowUpToALimit() {
    assertThat(size.rows()).isEqualTo(BatchSize.LEAST);
    size.took(BatchSize.LEAST, 5);
    assertThat(size.rows()).isEqualTo(2 * BatchSize.LEAST);
    for (int turn = 0; turn < 10; turn++) {
      size.took(size.rows(), 10);
    }
    assertThat(size.rows()).isEqualTo(BatchSize.MOST);
  }

  @Test
  void transactionsThatHaveRoomLeftSayNothingOfLargerOnes() {
    size.took(BatchSize.LEAST - 1, 1);
    assertThat(size.rows()).isEqualTo(BatchSize.LEAST);
  }

  @Test
  void aTransactionThatWouldTakeTooLongTwiceAsLargeStaysAsItIs() {
    size.took(BatchSize.LEAST, 20);
    assertThat(size.rows()).isEqualTo(BatchSize.LEAST);
  }

  @Test
  void slowTransactionsShrinkDownToALimit() {
    size.took(BatchSize.LEAST, 5);
    size.took(2 * BatchSize.LEAST, 5);
    size.took(3, 40);
    assertThat(size.rows()).isEqualTo(2 * BatchSize.LEAST);
    for (int turn = 0; turn < 10; turn++) {
      size.took(size.rows(), 1_000);
    }
    assertThat(size.rows()).isEqualTo(BatchSize.LEAST);
  }
}
