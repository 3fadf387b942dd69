package dev.breakwater.gateway.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private final RetryBudget budget = new RetryBudget();

  @Test
  void aFullBucketPaysForThirtyFiveTransientRetries() {
    assertThat(takeAll(RetryBudget.TRANSIENT_COST)).isEqualTo(35);
    assertThat(budget.left()).isEqualTo(10);
  }

  @Test
  void aFullBucketPaysForAHundredThrottledRetries() {
    assertThat(takeAll(RetryBudget.THROTTLED_COST)).isEqualTo(100);
    assertThat(budget.left()).isZero();
  }

  @Test
  void whatIsNotThereIsNotTaken() {
    takeAll(RetryBudget.TRANSIENT_COST);
    assertThat(budget.take(RetryBudget.TRANSIENT_COST)).isFalse();
    assertThat(budget.left()).isEqualTo(10);
    assertThat(budget.take(RetryBudget.THROTTLED_COST)).isTrue();
  }

  @Test
  void theCostOfARetryComesBackWithItsSuccess() {
    takeAll(RetryBudget.TRANSIENT_COST);
    budget.succeeded(RetryBudget.TRANSIENT_COST);
    assertThat(budget.left()).isEqualTo(24);
  }

  @Test
  void aSuccessAtTheFirstTryAddsOne() {
    takeAll(RetryBudget.TRANSIENT_COST);
    for (int times = 0; times < 4; times++) {
      assertThat(budget.take(RetryBudget.TRANSIENT_COST)).isFalse();
      budget.succeeded(0);
    }
    assertThat(budget.take(RetryBudget.TRANSIENT_COST)).isTrue();
  }

  @Test
  void theBucketNeverHoldsMoreThanItsCapacity() {
    budget.succeeded(0);
    budget.succeeded(RetryBudget.TRANSIENT_COST);
    assertThat(budget.left()).isEqualTo(RetryBudget.CAPACITY);
  }

  private int takeAll(int cost) {
    int taken = 0;
    while (budget.take(cost)) {
      taken++;
    }
    return taken;
  }
}
