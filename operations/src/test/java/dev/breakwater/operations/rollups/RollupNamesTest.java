package dev.breakwater.operations.rollups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.usage.Status;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollupNamesTest {
  private final RollupNames names =
      new RollupNames(
          (tenant, provider, model) -> model.equals("gpt-4o-mini") && tenant.equals("acme"));

  @Test
  void aModelThatNobodyListsIsOtherUntilItAnswers() {
    assertThat(names.model("acme", "openai", "gpt-4o-mini")).isEqualTo("gpt-4o-mini");
    assertThat(names.model("acme", null, "gpt-4o-mini")).isEqualTo("gpt-4o-mini");
    assertThat(names.model("globex", "openai", "gpt-4o-mini")).isEqualTo("other");
    assertThat(names.model("acme", "openai", "gpt-99")).isEqualTo("other");
    names.note(request("openai", "gpt-99", false, "no"));
    assertThat(names.model("acme", "openai", "gpt-99")).isEqualTo("other");
    names.note(request("openai", "gpt-99", true, "no"));
    assertThat(names.model("acme", "openai", "gpt-99")).isEqualTo("gpt-99");
    assertThat(names.model("acme", "azure", "gpt-99")).isEqualTo("other");
  }

  @Test
  void theMemoryOfWhatAnsweredIsBounded() {
    for (int model = 0; model <= RollupNames.MOST_ANSWERED; model++) {
      names.answered("openai", "made-up-" + model);
    }
    assertThat(names.model("acme", "openai", "made-up-0")).isEqualTo("other");
    assertThat(names.model("acme", "openai", "made-up-" + RollupNames.MOST_ANSWERED))
        .isEqualTo("made-up-" + RollupNames.MOST_ANSWERED);
  }

  @Test
  void aTenantHasSoManyKindsOfErrorsAnHour() {
    Set<String> known = new HashSet<>();
    for (int kind = 0; kind < 3 * RollupNames.MOST_FINGERPRINTS; kind++) {
      String message = "kind " + (char) ('a' + kind % 26) + (char) ('a' + kind / 26);
      known.add(names.fingerprint(request("openai", "gpt-4o-mini", false, message), message));
    }
    assertThat(known).hasSize(RollupNames.MOST_FINGERPRINTS + 1).contains(RollupNames.OTHER);
    String first = "kind aa";
    assertThat(names.fingerprint(request("openai", "gpt-4o-mini", false, first), first))
        .isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "try again in 20 ms | try again in 31 ms",
        "try again in 1.5s | try again in 20.25s",
        "request req_01abC9-x failed | request req_77ffA1-y failed",
        "no 7c9e6679-7425-40de-944b-e07fc1f90ae7 | no 550e8400-e29b-41d4-a716-446655440000",
        "model `foo` does not exist | model `bar/baz` does not exist",
        "unknown field \"temperature\" | unknown field \"top k\"",
        "at 2026-01-02T03:04:05Z | at 2027-11-12T13:14:15Z",
        "0xDEADBEEF1 was freed | 0xCAFE12 was freed",
      })
  void numbersIdsAndQuotedNamesDoNotTellErrorsApart(String one, String other) {
    assertThat(ErrorFingerprint.of(one)).isEqualTo(ErrorFingerprint.of(other));
  }

  @ParameterizedTest
  @CsvSource({"rate limit,overloaded", "it isn't there,it isn't here", "a,b"})
  void wordsDo(String one, String other) {
    assertThat(ErrorFingerprint.of(one)).isNotEqualTo(ErrorFingerprint.of(other));
  }

  @Test
  void aFingerprintIsShortAndNeverEmpty() {
    assertThat(ErrorFingerprint.of("")).isNotEmpty();
    assertThat(ErrorFingerprint.of("no word ".repeat(100))).hasSizeLessThanOrEqualTo(160);
    assertThat(ErrorFingerprint.of("'".repeat(500))).isNotEmpty();
  }

  private static RequestUsage request(
      @Nullable String provider, String model, boolean answered, String message) {
    return new RequestUsage(
        "id",
        1_000,
        "default",
        "production",
        "key",
        provider,
        model,
        answered ? Status.SUCCESS : Status.ERROR,
        answered,
        false,
        false,
        1,
        true,
        "unavailable",
        message,
        List.of());
  }
}
