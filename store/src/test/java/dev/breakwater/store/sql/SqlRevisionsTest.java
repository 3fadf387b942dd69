package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.breakwater.operations.changes.Topic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class SqlRevisionsTest {
  private final TestDatabase databases;
  private Database database;

  SqlRevisionsTest(TestDatabase.Kind kind) {
    databases = kind.make();
  }

  @BeforeEach
  void open() {
    database = databases.open();
  }

  @AfterEach
  void close() {
    database.close();
    databases.close();
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
