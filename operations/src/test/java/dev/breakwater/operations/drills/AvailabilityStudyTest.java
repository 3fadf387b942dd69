package dev.breakwater.operations.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AvailabilityStudyTest {
  private static final Calendar CALENDAR = Calendar.reference();
  private static final String MAKING =
      "what stands in docs is made by `./breakwater drill availability --docs docs`";

  private static final Path DOCS = Path.of("..", "docs");

  private static List<PolicyResult> results = List.of();

  @BeforeAll
  static void runTheStudyOnce() {
    results =
        new AvailabilityStudy(CALENDAR, AvailabilityStudy.REQUESTS_PER_DAY, AvailabilityStudy.SEED)
            .run(Runnable::run);
  }

  private static PolicyResult result(String name) {
    return results.stream()
        .filter(result -> result.policy().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void threeProvidersAnswerThreeNinesOfWhatComesWhileOneIsUp() {
    PolicyResult ours = result("three providers, Breakwater");

    assertThat(ours.answeredWhileUpShare()).isGreaterThanOrEqualTo(0.999);
    assertThat(ours.whileUp()).isLessThan(ours.requests());
    assertThat(ours.answeredShare())
        .isGreaterThan(result("three providers, one call each").answeredShare());
  }

  @Test
  void everyPolicyMeetsEveryRequest() {
    assertThat(results)
        .allSatisfy(result -> {
          assertThat(result.requests()).isEqualTo(30L * AvailabilityStudy.REQUESTS_PER_DAY);
          long drawn = 0;
          long failed = 0;
          for (int hour = 0; hour < HourlyAnswers.hours(); hour++) {
            drawn += result.hours().requests(hour);
            failed += result.hours().failed(hour);
          }
          assertThat(drawn).isEqualTo(result.requests());
          assertThat(failed).isEqualTo(result.requests() - result.answered());
        });
  }

  @Test
  void outagesStruckWhoeverHadNothingBetween() {
    PolicyResult one = result("one provider, one call");

    assertThat(one.callsPerRequest()).isEqualTo(1);
    assertThat(one.answeredShare()).isBetween(0.85, 0.90);
    assertThat(result("two providers, one call each").answeredShare()).isBetween(0.95, 0.97);
  }

  @Test
  void theDocumentShowsWhatTheCommandPrints() throws IOException {
    String page = Files.readString(DOCS.resolve("availability.md"));

    assertThat(page).as(MAKING).contains(new AvailabilityTable(results).markdown());
    assertThat(new AvailabilityTable(results).into(page)).isEqualTo(page);
  }

  @Test
  void theDrawingIsTheOneThatTheCommandMakes() throws IOException {
    assertThat(Files.readString(DOCS.resolve("availability.svg")))
        .as(MAKING)
        .isEqualTo(MonthDrawing.of(CALENDAR, result("three providers, Breakwater")));
  }
}
