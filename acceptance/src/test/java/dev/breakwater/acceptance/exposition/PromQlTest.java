package dev.breakwater.acceptance.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of series are told apart from all else that stands in a query. */
class PromQlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "up | up",
        "sum(rate(a_total{b=\"c_d{e}\", f=~'g.h'}[5m])) > 0.05 | a_total",
        "sum by (x, y) (a) / on (x) group_left (z) b | a b",
        "sum(a) by (x) * 1e3 and b unless c offset 5m | a b c",
        "histogram_quantile(0.95, sum by (le) (rate(a_bucket[$__rate_interval]))) | a_bucket",
        "a:b:rate5m == bool 0 or (c) > Inf | a:b:rate5m c",
        "label_values(a_total{b=\"c\"}, provider) | a_total",
        "max_over_time(a[1h:5m]) - vector(1) | a",
      })
  void namesAreFound(String query, String names) {
    assertThat(String.join(" ", PromQl.names(query))).isEqualTo(names);
  }

  @Test
  void whatDoesNotEndIsSaid() {
    assertThatIllegalArgumentException().isThrownBy(() -> PromQl.names("a{b=\"c"));
    assertThatIllegalArgumentException().isThrownBy(() -> PromQl.names("a{b=\"c\""));
    assertThatIllegalArgumentException().isThrownBy(() -> PromQl.names("rate(a[5m)"));
  }
}
