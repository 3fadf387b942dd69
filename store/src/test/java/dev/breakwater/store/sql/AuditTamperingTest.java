package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.operations.Refused;
import dev.breakwater.operations.audit.AuditEntry;
import dev.breakwater.operations.audit.AuditHead;
import dev.breakwater.operations.audit.AuditTrail;
import dev.breakwater.operations.audit.OldEntries;
import dev.breakwater.operations.audit.Restarts;
import dev.breakwater.operations.audit.Verdict;
import dev.breakwater.operations.changes.Actor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever somebody with the database in hand does to the chain is found and named. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class AuditTamperingTest {
  private static final int ENTRIES = 6;

  private final TestDatabase.Kind kind;
  private final TestDatabase databases;
  private Database database;
  private AuditParts parts;
  private AuditTrail trail;

  AuditTamperingTest(TestDatabase.Kind kind) {
    this.kind = kind;
    databases = kind.make();
  }

  @BeforeEach
  void open() {
    database = databases.open();
    parts = new AuditParts(database);
    trail = parts.open();
    AuditParts.append(trail, 1, ENTRIES);
    assertThat(parts.verdict().isValid()).isTrue();
  }

  @AfterEach
  void close() {
    database.close();
    databases.close();
  }

  @Test
  void everyColumnThatIsAlteredIsNoticed() throws Exception {
    Map<String, String> columns = new TreeMap<>();
    List.of(
            "id",
            "tenant",
            "actor_kind",
            "actor_id",
            "actor_name",
            "actor_role",
            "address",
            "action",
            "object",
            "before_change",
            "after_change",
            "hash")
        .forEach(column -> columns.put(column, column + " || 'x'"));
    columns.put("previous_hash", "hash");
    columns.put(
        "created_at",
        switch (kind) {
          case SQLITE -> "created_at + 1";
          case POSTGRESQL -> "created_at + interval '1 microsecond'";
        });
    try (Connection connection = databases.connect()) {
      for (Map.Entry<String, String> column : columns.entrySet()) {
        TestDatabase.execute(connection, "CREATE TABLE kept AS SELECT * FROM audit_entries");
        TestDatabase.execute(
            connection,
            "UPDATE audit_entries SET %s = %s WHERE sequence = 3"
                .formatted(column.getKey(), column.getValue()));
        assertThat(broken()).as(column.getKey()).startsWith("3 ");
        TestDatabase.execute(connection, "DELETE FROM audit_entries");
        TestDatabase.execute(connection, "INSERT INTO audit_entries SELECT * FROM kept");
        TestDatabase.execute(connection, "DROP TABLE kept");
        assertThat(parts.verdict().isValid()).isTrue();
      }
    }
  }

  @Test
  void aTextThatMovesIntoTheNextColumnIsNoticed() throws Exception {
    change(
        "UPDATE audit_entries SET object = object || 'a', before_change = '' WHERE sequence = 2");
    assertThat(broken()).isEqualTo("2 its content does not fit its hash: it was altered");
    assertThat(parts.verdict().firstBroken().orElseThrow().id()).isEqualTo("aud_2");
  }

  @Test
  void aRowThatIsRemovedIsNamed() throws Exception {
    change("DELETE FROM audit_entries WHERE sequence = 3");
    assertThat(broken()).isEqualTo("3 entry 3 is gone");
  }

  @Test
  void theGapCannotBeClosed() throws Exception {
    change("DELETE FROM audit_entries WHERE sequence = 5");
    change("UPDATE audit_entries SET sequence = 5 WHERE sequence = 6");
    assertThat(broken()).startsWith("5 it does not hang on the entry before");
  }

  @Test
  void rowsThatChangePlacesAreNoticed() throws Exception {
    change("UPDATE audit_entries SET sequence = 100 WHERE sequence = 2");
    change("UPDATE audit_entries SET sequence = 2 WHERE sequence = 3");
    change("UPDATE audit_entries SET sequence = 3 WHERE sequence = 100");
    assertThat(broken()).startsWith("2 ");
  }

  @Test
  void aRowThatIsPutInIsNoticed() throws Exception {
    change("UPDATE audit_entries SET sequence = -sequence WHERE sequence > 3");
    change("UPDATE audit_entries SET sequence = 1 - sequence WHERE sequence < 0");
    copyOf(3, 4);
    assertThat(broken()).startsWith("4 ");
  }

  @Test
  void rowsBeforeTheFirstAndBehindTheLastAreNoticed() throws Exception {
    copyOf(3, 0);
    assertThat(broken()).isEqualTo("0 it was put in front of the first entry");
    change("DELETE FROM audit_entries WHERE sequence = 0");
    copyOf(3, ENTRIES + 1);
    assertThat(broken()).startsWith(ENTRIES + 1 + " ");
  }

  @Test
  void anEndThatIsCutOffIsNoticed() throws Exception {
    change("DELETE FROM audit_entries WHERE sequence > 4");
    assertThat(broken()).isEqualTo("5 entries 5 to 6 are gone");
  }

  @Test
  void anEndThatIsCutOffTogetherWithTheHeadIsNoticedByTheCopy() throws Exception {
    AuditHead older = parts.store().state().head().orElseThrow();
    AuditParts.append(trail, ENTRIES + 1, ENTRIES + 2);
    rollBackTo(older);
    assertThat(broken())
        .isEqualTo(
            "7 the copy says that there was an entry 8; the end was cut off, or an older database"
                + " stands in its place");
  }

  @Test
  void anOlderDatabaseIsNoticedEvenWhenItHasGrownPastTheCopy() throws Exception {
    AuditHead older = parts.store().state().head().orElseThrow();
    AuditParts.append(trail, ENTRIES + 1, ENTRIES + 2);
    rollBackTo(older);
    AuditTrail next = parts.open();
    AuditParts.append(next, 1, 5);
    assertThat(parts.copy().text.orElseThrow()).startsWith("8:");
    assertThat(broken()).isEqualTo("8 it is another one than the copy says");
  }

  @Test
  void aDatabaseThatIsRolledBackUnderARunningServerIsNoticed() throws Exception {
    AuditHead older = parts.store().state().head().orElseThrow();
    AuditParts.append(trail, ENTRIES + 1, ENTRIES + 2);
    rollBackTo(older);
    AuditParts.append(trail, 1, 5);
    assertThat(broken()).isEqualTo("8 it is another one than the copy says");
  }

  @Test
  void aHeadThatIsGoneIsNamed() throws Exception {
    change("DELETE FROM audit_head");
    assertThat(broken()).isEqualTo("7 the head of the chain is gone");
  }

  @Test
  void aHeadThatSomebodyElseSignedIsNamed() throws Exception {
    change("UPDATE audit_head SET entries = entries + 1");
    assertThat(broken()).isEqualTo("6 the head of the chain is not signed by us");
    change("UPDATE audit_head SET entries = entries - 1");
    assertThat(parts.verdict().isValid()).isTrue();
    change("UPDATE audit_head SET signature = hash");
    assertThat(broken()).isEqualTo("6 the head of the chain is not signed by us");
  }

  @Test
  void aTableThatIsEmptiedIsNoticed() throws Exception {
    change("DELETE FROM audit_entries");
    assertThat(broken()).isEqualTo("1 entries 1 to 6 are gone");
    change("DELETE FROM audit_head");
    assertThat(broken()).isEqualTo("1 the head of the chain is gone");
    AuditTrail next = parts.open();
    assertThat(broken())
        .as("no start begins it quietly")
        .isEqualTo("1 the head of the chain is gone");
    AuditParts.append(next, 1, 1);
    assertThat(parts.verdict().isValid()).isFalse();
  }

  @Test
  void aCopyThatIsAlteredIsNoticed() {
    String line = parts.copy().text.orElseThrow();
    parts.copy().write(line.replaceFirst(" 6 ", " 5 "));
    assertThat(broken()).isEqualTo("7 the copy holds no head that was signed by us");
    parts.copy().write("nonsense");
    assertThat(parts.verdict().isValid()).isFalse();
    parts.copy().write(line);
    assertThat(parts.verdict().isValid()).isTrue();
  }

  @Test
  void administrationGoesOnWithoutAHeadAndTheBreakStaysVisible() throws Exception {
    change("DELETE FROM audit_head");
    AuditParts.append(trail, 1, 3);
    assertThat(parts.store().state().last()).isEqualTo(ENTRIES + 4);
    assertThat(broken())
        .startsWith("7 the chain was begun anew here")
        .contains("the head was gone")
        .endsWith("acknowledge it once you know why");
  }

  @Test
  void aNewBeginningIsToldUntilSomebodyHasSaidWhyItWas() throws Exception {
    Restarts restarts = new Restarts(parts.store(), trail);
    change("DELETE FROM audit_head");
    AuditParts.append(trail, 1, 1);
    change("DELETE FROM audit_head");
    AuditParts.append(trail, 1, 1);
    assertThat(broken()).startsWith("7 the chain was begun anew here");

    AuditEntry entry = restarts.acknowledge(Actor.SYSTEM, 7, " the disk was full ");
    assertThat(entry.what().action()).isEqualTo("audit.acknowledge");
    assertThat(entry.what().after()).contains("\"reason\":\"the disk was full\"");
    assertThat(broken()).as("the other one").startsWith("9 the chain was begun anew here");
    restarts.acknowledge(Actor.SYSTEM, 9, "again");
    assertThat(parts.verdict().isValid()).isTrue();

    assertThatThrownBy(() -> restarts.acknowledge(Actor.SYSTEM, 9, "twice"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("acknowledged it already, in entry 12");
    assertThatThrownBy(() -> restarts.acknowledge(Actor.SYSTEM, 6, "no such"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("not begun anew at entry 6");
    assertThatThrownBy(() -> restarts.acknowledge(Actor.SYSTEM, 9, " "))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("1 to 500 characters");
    assertThat(parts.store().state().last()).as("what is refused is no entry").isEqualTo(12);
  }

  @Test
  void anAcknowledgementHidesNothingElse() throws Exception {
    change("DELETE FROM audit_head");
    AuditParts.append(trail, 1, 2);
    new Restarts(parts.store(), trail).acknowledge(Actor.SYSTEM, 7, "known");
    assertThat(parts.verdict().isValid()).isTrue();
    change("UPDATE audit_entries SET action = 'audit.restart' WHERE sequence = 8");
    assertThat(broken()).startsWith("8 its content does not fit its hash");
  }

  @Test
  void aPlaceThatWasNotedDownElsewhereIsCompared() {
    AuditHead head = parts.store().state().head().orElseThrow();
    assertThat(parts.verdict(head.place()).isValid()).isTrue();
    AuditEntry third = parts.store().find(3).orElseThrow();
    assertThat(parts.verdict("3:" + third.link().hash()).isValid()).isTrue();
    assertThat(sentence(parts.verdict("2:" + third.link().hash())))
        .isEqualTo("2 it is another one than the place that was to be expected says");
    assertThat(sentence(parts.verdict("9:" + head.hash())))
        .startsWith("7 the place that was to be expected says that there was an entry 9");
  }

  @Test
  void oldEntriesThatNothingSaysAreCutAreNoticed() throws Exception {
    change("DELETE FROM audit_entries WHERE sequence < 3");
    assertThat(broken()).isEqualTo("3 entries 1 to 2 are gone, and nothing says why");
  }

  @Test
  void moreThanWhatWasCutIsNoticed() throws Exception {
    String second = "2:" + parts.store().find(2).orElseThrow().link().hash();
    String third = "3:" + parts.store().find(3).orElseThrow().link().hash();
    new OldEntries(() -> trail, parts.store())
        .removeBefore(AuditParts.START.plus(AuditParts.STEP.multipliedBy(3)), 100);
    assertThat(parts.verdict(third).isValid()).as("the cut says its hash").isTrue();
    assertThat(sentence(parts.verdict(second))).contains("removed because of its age");
    change("DELETE FROM audit_entries WHERE sequence = 4");
    assertThat(broken()).isEqualTo("5 entries 1 to 4 are gone, and nothing says why");
  }

  private void rollBackTo(AuditHead head) throws SQLException {
    change("DELETE FROM audit_entries WHERE sequence > " + head.sequence());
    change(
        "UPDATE audit_head SET sequence = %d, hash = '%s', entries = %d, signature = '%s'"
            .formatted(head.sequence(), head.hash(), head.entries(), head.signature()));
  }

  private void copyOf(long sequence, long place) throws SQLException {
    change("CREATE TABLE one AS SELECT * FROM audit_entries WHERE sequence = " + sequence);
    change("UPDATE one SET sequence = " + place);
    change("INSERT INTO audit_entries SELECT * FROM one");
    change("DROP TABLE one");
  }

  private void change(String sql) throws SQLException {
    try (Connection connection = databases.connect()) {
      TestDatabase.execute(connection, sql);
    }
  }

  private String broken() {
    return sentence(parts.verdict());
  }

  private static String sentence(Verdict verdict) {
    Verdict.Broken broken = verdict.firstBroken().orElseThrow();
    return broken.sequence() + " " + broken.reason();
  }
}
