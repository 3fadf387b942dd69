package dev.breakwater.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.PrimitiveIterator;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RequestIdsTest {
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private static long millisOf(String id) {
    long millis = 0;
    for (char digit : id.substring(4, 14).toCharArray()) {
      millis = millis << 5 | DIGITS.indexOf(digit);
    }
    return millis;
  }

  @Test
  void idsAreUniqueAndRiseWhateverTheClockDoes() {
    Random clock = new Random(7);
    RequestIds ids = new RequestIds(new Random(1));
    Set<String> seen = new HashSet<>();
    String last = "";
    long millis = 1_800_000_000_000L;
    for (int i = 0; i < 100_000; i++) {
      millis += clock.nextInt(3) - 1;
      String id = ids.next(millis);
      assertThat(seen.add(id)).isTrue();
      assertThat(id.compareTo(last)).isPositive();
      last = id;
    }
  }

  @Test
  void theIdsOfAMillisecondAreCountedThroughEveryDigit() {
    long[] drawn = {0xFFFF, 0x7FFF_FFFF_FFFF_FFFEL};
    RequestIds ids = new RequestIds(drawing(drawn));
    assertThat(ids.next(1)).isEqualTo("req_0000000001ZZZQZZZZZZZZZZZY");
    assertThat(ids.next(1)).isEqualTo("req_0000000001ZZZQZZZZZZZZZZZZ");
    assertThat(ids.next(0)).isEqualTo("req_0000000001ZZZR000000000000");
    RequestIds last = new RequestIds(drawing(0xFFFF, -1));
    assertThat(last.next(1)).isEqualTo("req_0000000001ZZZZZZZZZZZZZZZZ");
    assertThat(last.next(1)).as("the time stays").isEqualTo("req_00000000010000000000000000");
  }

  private static RandomGenerator drawing(long... drawn) {
    PrimitiveIterator.OfLong next = LongStream.of(drawn).iterator();
    return next::nextLong;
  }

  @Test
  void anIdTellsItsTime() {
    RequestIds ids = new RequestIds(new Random(1));
    for (long millis : new long[] {0, 1, 1_800_000_000_123L, (1L << 48) - 1}) {
      String id = ids.next(millis);
      assertThat(id).matches("req_[0-7][0-9A-HJKMNP-TV-Z]{25}");
      assertThat(millisOf(id)).isEqualTo(millis);
    }
  }

  @Test
  void twoMakersOfTheSameMillisecondDoNotMeet() {
    assertThat(new RequestIds(new Random(1)).next(5))
        .isNotEqualTo(new RequestIds(new Random(2)).next(5));
  }

  @Test
  void everyBitOfTheRandomPartCounts() {
    Set<Character>[] digits = digitSets();
    RequestIds ids = new RequestIds(new Random(3));
    for (int millis = 1; millis < 2_000; millis++) {
      String id = ids.next(millis);
      for (int place = 14; place < 30; place++) {
        digits[place].add(id.charAt(place));
      }
    }
    for (int place = 14; place < 30; place++) {
      assertThat(digits[place]).as("digit " + place).hasSize(32);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Set<Character>[] digitSets() {
    Set<Character>[] sets = new Set[30];
    for (int i = 0; i < sets.length; i++) {
      sets[i] = new HashSet<>();
    }
    return sets;
  }
}
