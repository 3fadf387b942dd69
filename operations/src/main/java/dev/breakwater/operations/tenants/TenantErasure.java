package dev.breakwater.operations.tenants;

/** Something that is kept of tenants and goes with them: bodies, answers, credentials. */
public interface TenantErasure {
  /**
   * Erases some of it, in one short transaction.
   *
   * @param most at most so many
   * @return how many went; 0 when nothing is left
   * @throws dev.breakwater.operations.StoreUnavailable when the database does not answer
   */
  int erase(String tenant, int most);
}
