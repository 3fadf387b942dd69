package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.responses.ResponseStore;
import dev.breakwater.gateway.responses.ResponsesUnavailable;
import dev.breakwater.gateway.responses.SealedResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SqlResponsesTest extends OnEachDatabase {
  private static final long NOW = 1_700_000_000_000L;
  private static final long LATER = NOW + 1_000;

  private ResponseStore store;

  SqlResponsesTest(TestDatabase.Kind kind) {
    super(kind);
  }

  @BeforeEach
  void open() {
    store = new SqlResponses(database);
  }

  private static SealedResponse response(
      String tenant, String id, @Nullable String previous, long expires) {
    return new SealedResponse(
        tenant,
        id,
        previous,
        NOW,
        expires,
        List.of("msg_" + id),
        ("content of " + id).getBytes(StandardCharsets.UTF_8));
  }

  private List<String> chain(String tenant, String id, long now) {
    return store.chain(tenant, id, now, 100).stream().map(SealedResponse::id).toList();
  }

  @Test
  void whatIsKeptIsFoundWithAllThatItGoesOnFrom() {
    store.put(List.of(response("a", "1", null, LATER), response("a", "2", "1", LATER)));
    store.put(List.of(response("a", "3", "2", LATER)));
    List<SealedResponse> chain = store.chain("a", "3", NOW, 100);
    assertThat(chain).extracting(SealedResponse::id).containsExactly("3", "2", "1");
    assertThat(chain.getFirst().content()).asString().isEqualTo("content of 3");
    assertThat(chain.getFirst().previousId()).isEqualTo("2");
    assertThat(chain.getFirst().createdMillis()).isEqualTo(NOW);
    assertThat(chain.getFirst().expiresMillis()).isEqualTo(LATER);
    assertThat(store.chain("a", "3", NOW, 2)).hasSize(2);
    assertThat(chain("a", "9", NOW)).isEmpty();
  }

  @Test
  void itOutlivesTheProcess() {
    store.put(List.of(response("a", "1", null, LATER)));
    begin();
    open();
    assertThat(chain("a", "1", NOW)).containsExactly("1");
  }

  @Test
  void nothingOfOneTenantIsShownToAnother() {
    store.put(List.of(response("a", "1", null, LATER), response("b", "2", "1", LATER)));
    assertThat(chain("b", "1", NOW)).isEmpty();
    assertThat(chain("b", "2", NOW)).containsExactly("2");
    assertThat(store.withItem("b", "msg_1", NOW)).isEmpty();
    assertThat(store.delete("b", "1")).isFalse();
    assertThat(chain("a", "1", NOW)).containsExactly("1");
  }

  @Test
  void anItemLeadsToTheNewestAnswerThatHasIt() {
    store.put(List.of(response("a", "1", null, LATER)));
    assertThat(store.withItem("a", "msg_1", NOW)).map(SealedResponse::id).contains("1");
    SealedResponse other =
        new SealedResponse("a", "2", null, NOW, LATER, List.of("msg_1"), new byte[] {1});
    store.put(List.of(other));
    assertThat(store.withItem("a", "msg_1", NOW)).map(SealedResponse::id).contains("2");
    assertThat(store.withItem("a", "msg_1", LATER)).isEmpty();
  }

  @Test
  void whatIsDeletedIsGoneWithItsItems() {
    store.put(List.of(response("a", "1", null, LATER), response("a", "2", "1", LATER)));
    assertThat(store.delete("a", "1")).isTrue();
    assertThat(store.delete("a", "1")).isFalse();
    assertThat(store.withItem("a", "msg_1", NOW)).isEmpty();
    assertThat(chain("a", "2", NOW)).containsExactly("2");
  }

  @Test
  void whatHasExpiredIsNotFoundAndThenDeleted() {
    store.put(List.of(response("a", "1", null, LATER), response("a", "2", null, LATER + 1)));
    assertThat(chain("a", "1", LATER - 1)).containsExactly("1");
    assertThat(chain("a", "1", LATER)).isEmpty();
    assertThat(store.expire(LATER - 1)).isZero();
    assertThat(store.expire(LATER)).isEqualTo(1);
    assertThat(store.withItem("a", "msg_1", NOW)).isEmpty();
    assertThat(chain("a", "2", NOW)).containsExactly("2");
  }

  @Test
  void aConversationKeepsItsBeginningAsLongAsItGoesOn() {
    store.put(List.of(response("a", "1", null, LATER), response("a", "2", "1", LATER + 1)));
    store.put(List.of(response("a", "3", "2", LATER + 100)));
    assertThat(store.expire(LATER + 99)).isZero();
    assertThat(chain("a", "3", LATER + 99)).containsExactly("3", "2", "1");
    assertThat(store.expire(LATER + 100)).isEqualTo(3);
  }

  @Test
  void anAnswerThatIsKeptAgainReplacesItself() {
    store.put(List.of(response("a", "1", null, LATER)));
    store.put(List.of(response("a", "1", null, LATER + 5)));
    assertThat(store.chain("a", "1", NOW, 9))
        .extracting(SealedResponse::expiresMillis)
        .containsExactly(LATER + 5);
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsSaidToBeAway() throws Exception {
    store.put(List.of(response("a", "1", null, LATER)));
    database.close();
    databases.vanish();
    assertThatThrownBy(() -> store.chain("a", "1", NOW, 9))
        .isInstanceOf(ResponsesUnavailable.class)
        .hasMessageContaining("the database");
  }
}
