package dev.breakwater.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URLEncoder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The walls between modules and packages that the compiler does not hold; each is tried itself. */
class ArchitectureTest {
  private static final String ROOT = "dev.breakwater.";
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.breakwater");

  /** Each module and those that it may know; from the inside out. */
  private static final Map<String, List<String>> KNOWS =
      Map.of(
          "wire", List.of(),
          "gateway", List.of("wire"),
          "operations", List.of("wire", "gateway"),
          "store", List.of("wire", "gateway", "operations"),
          "server", List.of("wire", "gateway", "operations", "store", "simulator"),
          "simulator", List.of());

  /** What reads a real clock or draws real chance; deciding code asks an interface for both. */
  private static final Map<String, Set<String>> UNOWNED =
      Map.ofEntries(
          Map.entry("java.lang.System", Set.of("nanoTime", "currentTimeMillis")),
          Map.entry("java.lang.Thread", Set.of("sleep")),
          Map.entry("java.lang.Math", Set.of("random")),
          Map.entry("java.util.UUID", Set.of("randomUUID")),
          Map.entry("java.util.concurrent.ThreadLocalRandom", Set.of("current")),
          Map.entry("java.util.concurrent.TimeUnit", Set.of("sleep")),
          Map.entry("java.util.Random", Set.of("<init>")),
          Map.entry("java.util.Date", Set.of("<init>")),
          Map.entry("java.util.SplittableRandom", Set.of("<init>")),
          Map.entry("java.security.SecureRandom", Set.of("<init>")),
          Map.entry("java.time.Instant", Set.of("now")),
          Map.entry("java.time.LocalDate", Set.of("now")),
          Map.entry("java.time.LocalDateTime", Set.of("now")),
          Map.entry("java.time.ZonedDateTime", Set.of("now")),
          Map.entry("java.time.OffsetDateTime", Set.of("now")),
          Map.entry(
              "java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system", "tickMillis")));

  private static ArchRule direction(String module, Collection<String> known) {
    String[] strangers =
        KNOWS.keySet().stream()
            .filter(other -> !other.equals(module) && !known.contains(other))
            .map(other -> ROOT + other + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(ROOT + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(strangers);
  }

  private static ArchRule noCycles(String root) {
    return slices().matching(root + ".(**)").should().beFreeOfCycles();
  }

  private static ArchRule ownsTimeAndChance(String... packages) {
    return noClasses().that().resideInAnyPackage(packages).should().callCodeUnitWhere(unowned());
  }

  private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaCall<?>> unowned() {
    return DescribedPredicate.describe(
        "reads a clock, waits or draws chance by itself",
        call -> {
          CodeUnitCallTarget target = call.getTarget();
          Set<String> names = UNOWNED.getOrDefault(target.getOwner().getName(), Set.of());
          // A generator with a seed of ours is reproducible: only unseeded ones are refused.
          boolean seeded =
              target.getName().equals("<init>") && !target.getRawParameterTypes().isEmpty();
          return names.contains(target.getName()) && !seeded;
        });
  }

  private static ArchRule pure(String... packages) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "java.net",
                    "java.nio.channels..",
                    "java.nio.file..",
                    "io.vertx..",
                    "io.netty..",
                    "java.util.concurrent..")
                .or(
                    DescribedPredicate.describe(
                        "threads", type -> type.isEquivalentTo(Thread.class)))
                .and(
                    DescribedPredicate.describe(
                        "more than text", type -> !type.isEquivalentTo(URLEncoder.class))));
  }

  private static ArchRule socketsOnlyIn(String within, String... rooms) {
    return noClasses()
        .that(resideInAPackage(within).and(not(resideInAnyPackage(rooms))))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..");
  }

  private static void assertFails(ArchRule rule, Class<?>... wrong) {
    JavaClasses classes = new ClassFileImporter().importClasses(wrong);
    assertThat(rule.allowEmptyShould(true).evaluate(classes).hasViolation())
        .as("%s is able to fail", rule.getDescription())
        .isTrue();
  }

  @Test
  void everyModuleIsSeen() {
    for (String module : KNOWS.keySet()) {
      assertThat(MAIN.that(resideInAPackage(ROOT + module + ".."))).as(module).isNotEmpty();
    }
  }

  @Test
  void modulesKnowOnlyThoseFurtherIn() {
    KNOWS.forEach((module, known) -> direction(module, known).check(MAIN));
  }

  @Test
  void theRuleOfModulesIsAbleToFail() {
    assertThat(direction("server", List.of("wire")).evaluate(MAIN).hasViolation()).isTrue();
    assertThat(direction("gateway", List.of()).evaluate(MAIN).hasViolation()).isTrue();
  }

  @Test
  void packagesOfAModuleHaveNoCycles() {
    KNOWS.keySet().forEach(module -> noCycles(ROOT + module).check(MAIN));
  }

  @Test
  void decidingCodeAsksForTimeAndChance() {
    ownsTimeAndChance(ROOT + "gateway..", ROOT + "operations..", ROOT + "wire..").check(MAIN);
  }

  @Test
  void theRuleOfTimeAndChanceIsAbleToFail() {
    ArchRule rule = ownsTimeAndChance(ROOT + "server..");
    Stream.of(
            Wrong.ReadsNanos.class,
            Wrong.ReadsWallClock.class,
            Wrong.Sleeps.class,
            Wrong.Draws.class,
            Wrong.DrawsUnseeded.class,
            Wrong.KnowsToday.class)
        .forEach(wrong -> assertFails(rule, wrong));
    JavaClasses seeded = new ClassFileImporter().importClasses(Wrong.DrawsSeeded.class);
    assertThat(rule.evaluate(seeded).hasViolation()).isFalse();
  }

  @Test
  void wireIsDataWithoutInputOutputAndThreads() {
    pure(ROOT + "wire..").check(MAIN);
  }

  @Test
  void theRuleOfPurityIsAbleToFail() {
    ArchRule rule = pure(ROOT + "server..");
    assertFails(rule, Wrong.OpensSocket.class);
    assertFails(rule, Wrong.StartsThread.class);
    assertFails(rule, Wrong.HoldsVertx.class);
  }

  @Test
  void onlyTheRoomsAtTheEdgeKnowTheSockets() {
    socketsOnlyIn(ROOT + "gateway..", ROOT + "gateway.http", ROOT + "gateway.provider").check(MAIN);
    socketsOnlyIn(ROOT + "operations..").check(MAIN);
    socketsOnlyIn(ROOT + "store..").check(MAIN);
    socketsOnlyIn(
            ROOT + "server..",
            "dev.breakwater.server",
            ROOT + "server.runtime",
            ROOT + "server.http",
            ROOT + "server.api..")
        .check(MAIN);
  }

  @Test
  void theRuleOfSocketsIsAbleToFail() {
    assertFails(socketsOnlyIn(ROOT + "server..", ROOT + "nowhere"), Wrong.HoldsVertx.class);
  }

  @Test
  void theRuleOfCyclesIsAbleToFail() {
    // The packages of the JDK's own time know each other in circles.
    JavaClasses time = new ClassFileImporter().importPackages("java.time");
    assertThat(noCycles("java").evaluate(time).hasViolation()).isTrue();
  }
}
