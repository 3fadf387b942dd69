package dev.breakwater.server.config;

import dev.breakwater.gateway.egress.EgressRules;
import dev.breakwater.gateway.egress.EgressRules.Allowed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code egress}: what base URLs set by API may reach though it is not public. */
final class EgressSection {
  private EgressSection() {}

  static EgressRules read(Section root) {
    Section egress = root.section("egress");
    List<Allowed> allowed = new ArrayList<>();
    for (Overrides.Given given : egress.words("allow")) {
      Optional<Allowed> one = Allowed.parse(given.text());
      one.ifPresent(allowed::add);
      if (one.isEmpty()) {
        egress.problem(
            "allow",
            "'"
                + given.text()
                + "' is neither host nor network; write one such as llm.corp, *.corp, 10.0.0.0/8");
      }
    }
    egress.close();
    return new EgressRules(allowed);
  }
}
