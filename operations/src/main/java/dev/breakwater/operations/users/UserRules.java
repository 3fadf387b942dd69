package dev.breakwater.operations.users;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.operations.roles.Rights;
import dev.breakwater.operations.users.UserAnswer.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What people may be: of which role, in which tenant, under which login. */
final class UserRules {
  private static final int LONGEST_NAME = 200;
  private static final String LOGIN = "[a-z0-9][a-z0-9._%+@-]{0,199}";

  private final Predicate<String> tenants;

  /**
   * @param tenants whether there is one of that id
   */
  UserRules(Predicate<String> tenants) {
    this.tenants = tenants;
  }

  static boolean isLogin(String login) {
    return login.matches(LOGIN);
  }

  /** All that is wrong with somebody new. */
  List<Problem> problems(UserDraft draft, String login, Optional<String> tenant) {
    List<Problem> problems = new ArrayList<>();
    if (!isLogin(login)) {
      problems.add(
          new Problem(
              "login",
              "has to be 1 to 200 letters, digits and . _ % + @ - such as ann@example.com"));
    }
    if (draft.password() != null) {
      PasswordRules.problem(draft.password(), login)
          .ifPresent(message -> problems.add(new Problem("password", message)));
    }
    String name = draft.name() == null ? login : draft.name();
    problems.addAll(problems(name, draft.role(), tenant));
    return problems;
  }

  List<Problem> problems(String name, Role role, Optional<String> tenant) {
    List<Problem> problems = new ArrayList<>();
    if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(UserRules::odd)) {
      problems.add(
          new Problem("name", "has to be 1 to " + LONGEST_NAME + " characters in one line"));
    }
    if (role == Role.INFERENCE) {
      problems.add(new Problem("role", "is for keys: people who ask models need one"));
    } else if (tenant.isEmpty() && role == Role.TENANT_ADMIN) {
      problems.add(new Problem("tenant", "is missing: a tenant-admin is one of a tenant's"));
    } else if (tenant.isPresent() && !fitsTenant(role)) {
      problems.add(new Problem("role", "of a tenant's people is tenant-admin, billing or viewer"));
    }
    if (tenant.isPresent() && !tenants.test(tenant.get())) {
      problems.add(new Problem("tenant", "there is no tenant of that id"));
    }
    return problems;
  }

  /** Whether a role has nothing that a tenant's own administrator lacks. */
  static boolean fitsTenant(Role role) {
    return Rights.of(Role.TENANT_ADMIN).containsAll(Rights.of(role));
  }

  private static boolean odd(int character) {
    return Character.isISOControl(character);
  }
}
