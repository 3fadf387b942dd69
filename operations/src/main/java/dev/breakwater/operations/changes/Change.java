package dev.breakwater.operations.changes;

/**
 * What is recorded of a change. Secrets are masked before they come here: what stands in their
 * place is a keyed fingerprint, so that it shows whether one has changed.
 *
 * @param action such as {@code key.create}: the kind of thing and a verb
 * @param object which one, such as {@code key_5f3a…} or an environment
 * @param tenant whose thing it is; empty for what all share
 * @param before JSON; empty where there was nothing
 * @param after JSON; empty where there is nothing any more
 */
public record Change(
    Actor actor, String action, String object, String tenant, String before, String after) {
  public Change {
    if (!action.matches("[a-z-]+\\.[a-z-]+")) {
      throw new IllegalArgumentException("'" + action + "' is no action such as key.create");
    }
  }
}
