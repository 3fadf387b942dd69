package dev.breakwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  @Test
  void withoutOptionsEverythingIsMeasuredInThreeRounds() {
    Options options = Options.parse(List.of());

    assertThat(options.breakwater()).isEqualTo("./breakwater");
    assertThat(options.rounds()).isEqualTo(3);
    assertThat(options.sections()).containsExactlyInAnyOrder(Section.values());
  }

  @Test
  void quickIsShorterUnlessToldOtherwise() {
    Options options = Options.parse(List.of("--rounds", "2", "--quick"));

    assertThat(options.rounds()).isEqualTo(2);
    assertThat(options.seconds()).isEqualTo(2);
  }

  @Test
  void gatewayNoneLeavesNginxAndTheMock() {
    assertThat(Options.parse(List.of("--gateway", "none")).breakwater()).isNull();
  }

  @Test
  void onlySomeSectionsAndAFileCanBeAskedFor() {
    Options options = Options.parse(List.of("--only", "chunks,start", "--json", "out.json"));

    assertThat(options.sections()).containsExactlyInAnyOrder(Section.CHUNKS, Section.START);
    assertThat(options.json()).isEqualTo(Path.of("out.json"));
  }

  @ParameterizedTest
  @CsvSource({
    "--slow, --slow",
    "--rounds, needs a value",
    "--rounds 0, above 0",
    "--only all, section all",
    "--gateway x, --breakwater",
    "--port 70000, 65533"
  })
  void aMistakeIsNamed(String line, String named) {
    assertThatThrownBy(() -> Options.parse(List.of(line.split(" ", -1))))
        .isInstanceOf(Options.Misuse.class)
        .hasMessageContaining(named);
  }
}
