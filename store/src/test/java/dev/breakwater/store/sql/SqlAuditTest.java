package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.audit.AuditEntry;
import dev.breakwater.operations.audit.AuditFilter;
import dev.breakwater.operations.audit.AuditHead;
import dev.breakwater.operations.audit.AuditTrail;
import dev.breakwater.operations.audit.OldEntries;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.roles.Principal;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is appended comes back, chained; nothing else is kept than what was committed. */
class SqlAuditTest extends OnEachDatabase {
  private AuditParts parts;
  private AuditTrail trail;

  SqlAuditTest(TestDatabase.Kind kind) {
    super(kind);
  }

  @BeforeEach
  void open() {
    parts = new AuditParts(database);
    trail = parts.open();
  }

  @Test
  void anEntryTellsWhoDidWhatWhenAndFromWhere() {
    Actor actor =
        new Actor(
            new Principal(
                Principal.Kind.KEY, "key_1", "ops", Role.TENANT_ADMIN, Optional.of("acme")),
            "192.0.2.7");
    trail.append(new Change(actor, "price.set", "openai/gpt", "acme", "", "{\"input\":1}"));
    AuditEntry entry = parts.store().find(1).orElseThrow();
    assertThat(entry.at()).isEqualTo(AuditParts.START);
    assertThat(entry.who())
        .isEqualTo(new AuditEntry.Who("key", "key_1", "ops", "tenant-admin", "192.0.2.7"));
    assertThat(entry.tenant()).isEqualTo("acme");
    assertThat(entry.what())
        .isEqualTo(new AuditEntry.What("price.set", "openai/gpt", "", "{\"input\":1}"));
    assertThat(entry.link().previous()).isEqualTo(AuditHead.NOTHING);
    assertThat(parts.copy().text).isPresent();
    assertThat(parts.verdict().isValid()).isTrue();
    assertThat(parts.verdict().entries()).isOne();
  }

  @Test
  void whatNoDatabaseTakesIsKeptAsItCanBe() {
    trail.append(
        new Change(Actor.SYSTEM, "price.set", "a\0b\ud800c", "", "é😀", "x".repeat(100_000)));
    AuditEntry entry = parts.store().find(1).orElseThrow();
    assertThat(entry.what().object()).isEqualTo("a\uFFFDb?c");
    assertThat(entry.what().before()).isEqualTo("é😀");
    assertThat(entry.what().after()).hasSizeLessThan(70_000).endsWith("x…");
    assertThat(parts.verdict().isValid()).isTrue();
  }

  @Test
  void anEntryOfATransactionThatFailsWasNeverThere() {
    trail.append(AuditParts.change(1));
    String copied = parts.copy().text.orElseThrow();
    assertThatThrownBy(() ->
            database.inOne(() -> {
              trail.append(AuditParts.change(2));
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");
    assertThat(parts.store().state().last()).isOne();
    assertThat(parts.copy().text).hasValue(copied);
    trail.append(AuditParts.change(3));
    assertThat(parts.verdict().isValid()).isTrue();
    assertThat(parts.copy().text.orElseThrow()).startsWith("2:");
  }

  @Test
  void severalEntriesOfOneTransactionHangOnEachOther() {
    database.inOne(() -> {
      trail.append(AuditParts.change(1));
      trail.append(AuditParts.change(2));
      assertThat(parts.copy().text).as("not before the commit").isEmpty();
      return 0;
    });
    assertThat(parts.verdict().isValid()).isTrue();
    assertThat(parts.copy().text.orElseThrow()).startsWith("2:");
  }

  @Test
  void aTableThatCannotBeWrittenFailsTheTransaction() throws Exception {
    try (Connection other = databases.connect()) {
      TestDatabase.execute(other, "ALTER TABLE audit_entries RENAME TO gone");
      assertThatThrownBy(() -> trail.append(AuditParts.change(1)))
          .isInstanceOf(StoreUnavailable.class);
      TestDatabase.execute(other, "ALTER TABLE gone RENAME TO audit_entries");
    }
    assertThat(parts.store().state().last()).isZero();
    trail.append(AuditParts.change(1));
    assertThat(parts.verdict().isValid()).isTrue();
  }

  @Test
  void nodesThatWriteAtOnceMakeOneChain() throws Exception {
    int each = 200;
    AuditParts other = new AuditParts(database);
    AuditTrail second = other.open();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<?>> ends =
          List.of(
              threads.submit(() -> AuditParts.append(trail, 1, each)),
              threads.submit(() -> AuditParts.append(second, 1, each)));
      for (Future<?> end : ends) {
        end.get();
      }
    }
    assertThat(parts.verdict().firstBroken()).isEmpty();
    assertThat(other.verdict().firstBroken()).isEmpty();
    assertThat(parts.verdict().entries()).isEqualTo(2L * each);
    assertThat(List.of(parts.copy().text.orElseThrow(), other.copy().text.orElseThrow()))
        .as("one of them wrote last")
        .anyMatch(line -> line.startsWith(2 * each + ":"));
  }

  @Test
  void entriesAreFoundByWhatTheySay() {
    trail.append(change("key_1", "ops", "key.create", "key_9", "acme"));
    trail.append(change("key_2", "app", "key.revoke", "key_9", ""));
    trail.append(change("key_1", "ops", "keyring.open", "x", ""));
    assertThat(found(filter("key_1", null, null, null))).containsExactly(3L, 1L);
    assertThat(found(filter("app", null, null, null))).containsExactly(2L);
    assertThat(found(filter(null, "key.*", null, null))).containsExactly(2L, 1L);
    assertThat(found(filter(null, "key.revoke", null, null))).containsExactly(2L);
    assertThat(found(filter(null, null, "key_9", null))).containsExactly(2L, 1L);
    assertThat(found(filter(null, null, null, "acme"))).containsExactly(1L);
    Instant second = AuditParts.START.plus(AuditParts.STEP);
    assertThat(
            found(
                new AuditFilter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(second),
                    Optional.of(second.plus(AuditParts.STEP)))))
        .containsExactly(2L);
    assertThat(parts.store().oldest(AuditFilter.ALL, 1, 1))
        .extracting(AuditEntry::sequence)
        .containsExactly(2L);
  }

  @Test
  void oldEntriesGoAndWhatIsLeftStaysWhole() {
    AuditParts.append(trail, 1, 10);
    OldEntries old = new OldEntries(() -> trail, parts.store());
    Instant fifth = AuditParts.START.plus(AuditParts.STEP.multipliedBy(4));
    assertThat(old.count()).isEqualTo(10);
    assertThat(old.countBefore(fifth)).isEqualTo(4);
    assertThat(old.removeBefore(fifth, 3)).isEqualTo(3);
    assertThat(old.removeBefore(fifth, 3)).isOne();
    assertThat(old.removeBefore(fifth, 3)).isZero();
    assertThat(parts.store().after(0, 100))
        .extracting(AuditEntry::sequence)
        .containsExactly(5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
    assertThat(parts.verdict().firstBroken()).isEmpty();
    assertThat(parts.verdict().first()).isEqualTo(5);
    Instant later = AuditParts.START.plus(Duration.ofDays(1));
    assertThat(old.removeBefore(later, 100)).as("the last one stays").isEqualTo(7);
    assertThat(parts.verdict().firstBroken()).isEmpty();
    AuditParts.append(trail, 1, 1);
    assertThat(parts.verdict().firstBroken()).isEmpty();
  }

  private List<Long> found(AuditFilter filter) {
    return parts.store().newest(filter, Long.MAX_VALUE, 10).stream()
        .map(AuditEntry::sequence)
        .toList();
  }

  private static AuditFilter filter(
      @Nullable String actor,
      @Nullable String action,
      @Nullable String object,
      @Nullable String tenant) {
    return new AuditFilter(
        Optional.ofNullable(actor),
        Optional.ofNullable(action),
        Optional.ofNullable(object),
        Optional.ofNullable(tenant),
        Optional.empty(),
        Optional.empty());
  }

  private static Change change(
      String id, String name, String action, String object, String tenant) {
    Principal principal = new Principal(Principal.Kind.KEY, id, name, Role.ADMIN, Optional.empty());
    return new Change(new Actor(principal, ""), action, object, tenant, "", "");
  }
}
