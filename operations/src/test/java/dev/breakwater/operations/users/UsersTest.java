package dev.breakwater.operations.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.users.UserAnswer.Conflict;
import dev.breakwater.operations.users.UserAnswer.Done;
import dev.breakwater.operations.users.UserAnswer.Forbidden;
import dev.breakwater.operations.users.UserAnswer.Unknown;
import dev.breakwater.operations.users.UserAnswer.Wrong;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may make, change and remove whom. */
class UsersTest {
  private final World world = new World();

  private static UserDraft draft(String login, Role role, @Nullable String tenant) {
    return new UserDraft(login, null, role, Optional.ofNullable(tenant), World.PASSWORD);
  }

  private static UserChange role(Role role) {
    return new UserChange(null, role, null, null);
  }

  private UserAnswer create(Actor actor, UserDraft draft) {
    return world.users.create(actor, draft);
  }

  @Test
  void whoeverIsMadeIsKeptRecordedAndToldToOtherNodes() {
    User user = world.made("Ann@Example.com", Role.ADMIN, "");
    assertThat(user.login()).isEqualTo("ann@example.com");
    assertThat(world.people.userStore.find(user.id())).contains(user);
    assertThat(world.actions()).containsExactly("user.create");
    assertThat(world.raised).containsExactly(Topic.USERS);
    assertThat(world.recorded).extracting(Change::after).noneMatch(it -> it.contains("horse"));
  }

  @Test
  void aLoginIsTakenWhateverItsCase() {
    world.made("ann", Role.ADMIN, "");
    assertThat(create(World.OWNER, draft("ANN", Role.VIEWER, null))).isInstanceOf(Conflict.class);
    assertThat(world.actions()).containsExactly("user.create");
  }

  @ParameterizedTest
  @EnumSource(
      value = Role.class,
      names = {"OWNER", "ADMIN", "OPERATOR"})
  void aTenantAdminMakesNobodyWhoMayMore(Role role) {
    Actor actor = World.actor(Role.TENANT_ADMIN, Optional.of("acme"));
    assertThat(create(actor, draft("bob", role, null))).isInstanceOf(Forbidden.class);
    assertThat(world.people.userStore.byLogin("bob")).isEmpty();
  }

  @Test
  void aTenantAdminMakesPeopleOfItsOwnTenantOnly() {
    Actor actor = World.actor(Role.TENANT_ADMIN, Optional.of("acme"));
    assertThat(create(actor, draft("bob", Role.VIEWER, "other"))).isInstanceOf(Forbidden.class);
    assertThat(create(actor, draft("bob", Role.VIEWER, null)))
        .isInstanceOfSatisfying(
            Done.class, done -> assertThat(done.user().tenant()).contains("acme"));
  }

  @Test
  void peopleOfAnotherTenantAreAsIfAbsent() {
    User foreign = world.made("eve", Role.VIEWER, "other");
    User above = world.made("root", Role.OWNER, "");
    Actor actor = World.actor(Role.TENANT_ADMIN, Optional.of("acme"));
    for (User user : new User[] {foreign, above}) {
      assertThat(world.users.find(actor.principal(), user.id())).isEmpty();
      assertThat(world.users.change(actor, user.id(), UserChange.DISABLE))
          .isInstanceOf(Unknown.class);
      assertThat(world.users.setPassword(actor, user.id(), "another long password"))
          .isInstanceOf(Unknown.class);
      assertThat(world.users.delete(actor, user.id())).isInstanceOf(Unknown.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "inference,, role",
    "tenant-admin,, tenant",
    "operator, acme, role",
    "owner, acme, role",
    "viewer, nowhere, tenant"
  })
  void aRoleHasToFitItsTenant(String role, @Nullable String tenant, String field) {
    UserAnswer answer =
        create(
            World.OWNER,
            draft(
                "bob",
                Role.valueOf(role.replace('-', '_').toUpperCase(java.util.Locale.ROOT)),
                tenant));
    assertThat(answer)
        .isInstanceOfSatisfying(
            Wrong.class,
            wrong ->
                assertThat(wrong.problems()).extracting(UserAnswer.Problem::field).contains(field));
  }

  @ParameterizedTest
  @CsvSource({"short, short pass", "same, averylonglogin", "long, "})
  void aPasswordHasToBeLongAndNotTheLogin(String why, @Nullable String password) {
    String given = password == null ? "x".repeat(257) : password;
    UserDraft draft = new UserDraft("averylonglogin", null, Role.VIEWER, Optional.empty(), given);
    assertThat(create(World.OWNER, draft)).as(why).isInstanceOf(Wrong.class);
  }

  @Test
  void theLastOwnerIsNeitherLoweredNorDisabledNorRemoved() {
    User last = world.made("root", Role.OWNER, "");
    world.made("off", Role.OWNER, "");
    User off = world.people.userStore.byLogin("off").orElseThrow();
    assertThat(world.users.change(World.OWNER, off.id(), UserChange.DISABLE))
        .isInstanceOf(Done.class);
    assertThat(world.users.change(World.OWNER, last.id(), role(Role.VIEWER)))
        .isInstanceOf(Conflict.class);
    assertThat(world.users.change(World.OWNER, last.id(), UserChange.DISABLE))
        .isInstanceOf(Conflict.class);
    assertThat(world.users.delete(World.OWNER, last.id())).isInstanceOf(Conflict.class);
    assertThat(world.people.userStore.find(last.id())).contains(last);
    world.made("second", Role.OWNER, "");
    assertThat(world.users.delete(World.OWNER, last.id())).isInstanceOf(Done.class);
  }

  @Test
  void whatChangesWhatSomebodyMayEndsTheirSessions() {
    world.made("root", Role.OWNER, "");
    User ann = world.made("ann", Role.ADMIN, "");
    String token = world.in("ann").session().token();
    world.users.change(World.OWNER, ann.id(), new UserChange("Ann", null, null, null));
    assertThat(world.sessions.find(token)).isPresent();
    world.users.change(World.OWNER, ann.id(), role(Role.VIEWER));
    assertThat(world.sessions.find(token)).isEmpty();
    String next = world.in("ann").session().token();
    world.users.change(World.OWNER, ann.id(), UserChange.DISABLE);
    assertThat(world.sessions.find(next)).isEmpty();
    assertThat(world.signIn.byPassword("ann", World.PASSWORD, World.HOME))
        .isInstanceOf(SignInAnswer.Refused.class);
  }

  @Test
  void anotherPasswordEndsAllSessionsAndOnesOwnAllOthers() {
    User ann = world.made("ann", Role.ADMIN, "");
    String first = world.in("ann").session().token();
    String second = world.in("ann").session().token();
    world.users.setOwnPassword(World.OWNER, ann, "another long password", second);
    assertThat(world.sessions.find(first)).isEmpty();
    assertThat(world.sessions.find(second)).isPresent();
    world.users.setPassword(World.OWNER, ann.id(), "a third long password");
    assertThat(world.sessions.find(second)).isEmpty();
    assertThat(world.signIn.byPassword("ann", "a third long password", World.HOME))
        .isInstanceOf(SignInAnswer.Welcome.class);
  }

  @Test
  void whatIsNotRecordedIsNotDone() {
    world.people.away = true;
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> create(World.OWNER, draft("bob", Role.VIEWER, null)))
        .isInstanceOf(dev.breakwater.operations.StoreUnavailable.class);
    world.people.away = false;
    assertThat(world.people.userStore.byLogin("bob")).isEmpty();
  }
}
