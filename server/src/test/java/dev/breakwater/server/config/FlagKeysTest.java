package dev.breakwater.server.config;

import static dev.breakwater.server.config.Loads.accepted;
import static dev.breakwater.server.config.Loads.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.operations.flags.Flag;
import dev.breakwater.operations.flags.Flag.Source;
import dev.breakwater.operations.flags.FlagValue;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlagKeysTest {
  private static final String DECLARED =
      """
      flags:
        ON: true
        SHARE: 0.25
        NAME: some text
        QUOTED: "true"
        LLM_JUDGES_ENABLED: "off"
      """;

  @Test
  void flagsAreSwitchesNumbersAndTexts() {
    Configuration configuration = accepted(DECLARED);
    Map<String, Flag> flags = configuration.flags();

    assertThat(flags.get("ON")).isEqualTo(file("ON", new FlagValue.Switch(true)));
    assertThat(flags.get("SHARE"))
        .isEqualTo(file("SHARE", new FlagValue.Decimal(new BigDecimal("0.25"))));
    assertThat(flags.get("NAME")).isEqualTo(file("NAME", new FlagValue.Text("some text")));
    assertThat(flags.get("QUOTED")).isEqualTo(file("QUOTED", new FlagValue.Text("true")));
    assertThat(flags.get("LLM_JUDGES_ENABLED"))
        .isEqualTo(file("LLM_JUDGES_ENABLED", new FlagValue.Switch(false)));
    assertThat(configuration.origins().get("flags.SHARE"))
        .isEqualTo(new Setting("0.25", new Origin.InFile("b.yaml", 3, 10)));
  }

  @Test
  void theEnvironmentWinsOverTheFileAndShowsNothingElse() {
    Configuration configuration =
        accepted(
            DECLARED,
            Map.of(
                "NAME", "other",
                "LLM_EVENTS_ENABLED", "FALSE",
                "SECRET_TOKEN", "s3cret",
                "LLM_TOKEN", "s3cret"),
            LoadOptions.NONE);

    assertThat(configuration.flags().get("NAME"))
        .isEqualTo(new Flag("NAME", new FlagValue.Text("other"), Source.ENVIRONMENT));
    assertThat(configuration.flags().get("LLM_EVENTS_ENABLED"))
        .isEqualTo(new Flag("LLM_EVENTS_ENABLED", new FlagValue.Switch(false), Source.ENVIRONMENT));
    assertThat(configuration.flags()).doesNotContainKeys("SECRET_TOKEN", "LLM_TOKEN");
    assertThat(configuration.origins().toString()).doesNotContain("s3cret");
    assertThat(configuration.origins())
        .containsEntry(
            "flags.LLM_EVENTS_ENABLED",
            new Setting("false", new Origin.Environment("LLM_EVENTS_ENABLED")));
  }

  @Test
  void aSwitchInTheEnvironmentHasToBeOne() {
    assertThat(problems("", Map.of("LLM_EVENTS_ENABLED", "perhaps"), LoadOptions.NONE))
        .singleElement()
        .asString()
        .isEqualTo(
            "environment LLM_EVENTS_ENABLED: flags.LLM_EVENTS_ENABLED: 'perhaps' is neither true"
                + " nor false");
  }

  private static Flag file(String name, FlagValue value) {
    return new Flag(name, value, Source.FILE);
  }
}
