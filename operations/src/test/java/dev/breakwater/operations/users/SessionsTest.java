package dev.breakwater.operations.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.operations.StoreUnavailable;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a session holds, and how often the database is asked about it. */
class SessionsTest {
  private final World world = new World();
  private String token = "";

  @BeforeEach
  void begin() {
    world.made("ann", Role.ADMIN, "");
    token = world.in("ann").session().token();
  }

  private boolean holds() {
    return world.sessions.find(token).isPresent();
  }

  @Test
  void manyCallsAtOnceAskTheDatabaseOnce() {
    int before = world.people.finds;
    for (int i = 0; i < 50; i++) {
      assertThat(holds()).isTrue();
    }
    assertThat(world.people.finds - before).isEqualTo(1);
  }

  @Test
  void whatAnotherNodeDidShowsAfterFiveSecondsEvenUnheard() {
    assertThat(holds()).isTrue();
    world.people.sessionStore.removeAll(
        world.people.userStore.byLogin("ann").orElseThrow().id(), "");
    world.pass(Duration.ofSeconds(5));
    assertThat(holds()).isFalse();
  }

  @Test
  void whatAnotherNodeDidShowsAtOnceWhenItIsHeardOf() {
    assertThat(holds()).isTrue();
    world.people.sessionStore.removeAll(
        world.people.userStore.byLogin("ann").orElseThrow().id(), "");
    world.sessions.reload();
    assertThat(holds()).isFalse();
  }

  @Test
  void useKeepsASessionUpToItsLifetime() {
    for (int hours = 0; hours < 7 * 24 - 11; hours += 11) {
      assertThat(holds()).as("after %d h", hours).isTrue();
      world.pass(Duration.ofHours(11));
    }
    assertThat(holds()).isTrue();
    world.pass(Duration.ofHours(11));
    assertThat(holds()).isFalse();
  }

  @Test
  void aSessionThatNobodyUsesEnds() {
    assertThat(holds()).isTrue();
    world.pass(Duration.ofHours(12).plusMinutes(1));
    assertThat(holds()).isFalse();
    world.in("ann");
    assertThat(world.people.sessionCount()).isEqualTo(1);
  }

  @Test
  void aTokenOfAnotherFormIsNotLookedUp() {
    int before = world.people.finds;
    assertThat(world.sessions.find("")).isEmpty();
    assertThat(world.sessions.find("' OR 1=1 --")).isEmpty();
    assertThat(world.sessions.find("x".repeat(100_000))).isEmpty();
    assertThat(world.people.finds).isEqualTo(before);
    assertThat(world.sessions.find("A".repeat(43))).isEmpty();
    assertThat(world.people.finds).isEqualTo(before + 1);
  }

  @Test
  void theTokenOfChangesBelongsToOneSession() {
    SignInAnswer.Welcome other = world.in("ann");
    assertThat(world.sessions.isCsrfToken(token, world.sessions.csrfToken(token))).isTrue();
    assertThat(world.sessions.isCsrfToken(token, other.session().csrfToken())).isFalse();
    assertThat(world.sessions.isCsrfToken(token, "")).isFalse();
    assertThat(world.sessions.isCsrfToken(token, token)).isFalse();
  }

  @Test
  void whatIsNotKnownIsNotGuessed() {
    world.people.away = true;
    assertThatThrownBy(() -> world.sessions.find(token)).isInstanceOf(StoreUnavailable.class);
  }
}
