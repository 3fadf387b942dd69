package dev.breakwater.operations.chains;

import dev.breakwater.gateway.settings.ChainSettings;
import java.util.List;

/** How a wish to change a chain went. */
public sealed interface ChainAnswer {
  /** The chain as it holds from the next request on. */
  record Changed(ChainSettings chain) implements ChainAnswer {}

  /** Nothing was changed; all problems at once. */
  record Refused(List<Problem> problems) implements ChainAnswer {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /**
   * @param field as the API spells it, such as {@code fallbackProviders[1].provider}
   */
  record Problem(String field, String message) {}
}
