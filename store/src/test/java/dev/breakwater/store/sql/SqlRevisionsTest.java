package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.breakwater.operations.changes.Topic;
import org.junit.jupiter.api.Test;

class SqlRevisionsTest extends OnEachDatabase {
  SqlRevisionsTest(TestDatabase.Kind kind) {
    super(kind);
  }

  @Test
  void everyNodeSeesEveryChange() {
    try (Database other = databases.open()) {
      SqlRevisions here = new SqlRevisions(database);
      SqlRevisions there = new SqlRevisions(other);
      assertThat(here.current()).isEmpty();
      here.raise(Topic.KEYS);
      there.raise(Topic.KEYS);
      there.raise(Topic.CHAINS);
      assertThat(here.current()).containsOnly(entry(Topic.KEYS, 2L), entry(Topic.CHAINS, 1L));
      assertThat(there.current()).isEqualTo(here.current());
    }
  }

  @Test
  void aChangeThatIsNotKeptIsNotCounted() {
    SqlRevisions revisions = new SqlRevisions(database);
    assertThatThrownBy(() ->
            database.inOne(() -> {
              revisions.raise(Topic.KEYS);
              throw new IllegalStateException("changed my mind");
            }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(revisions.current()).isEmpty();
  }
}
