package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.offers.OfferedModel;
import dev.breakwater.gateway.offers.Use;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.operations.models.KnownModel;
import dev.breakwater.operations.models.ProviderList;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists of models come back as they were put, and are replaced as a whole. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class SqlModelRegistryTest {
  private static final long AT = 1_800_000_000_123L;
  private static final ProviderId HOUSE = ProviderId.shared("house");
  private static final ProviderId OWN = new ProviderId("acme", "house");

  private final TestDatabase databases;
  private final Database database;
  private final SqlModelRegistry registry;

  SqlModelRegistryTest(TestDatabase.Kind kind) {
    databases = kind.make();
    database = databases.open();
    registry = new SqlModelRegistry(database);
  }

  @AfterEach
  void close() {
    database.close();
    databases.close();
  }

  private static KnownModel model(String name, Use use, long goneSince) {
    return new KnownModel(
        new OfferedModel(name, use, 200_000, 0, Set.of("tools", "vision")), AT - 7, goneSince);
  }

  private static ProviderList list(ProviderId provider, KnownModel... models) {
    return new ProviderList(provider, List.of(models), AT);
  }

  private List<String> texts(String sql) {
    return database.read(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        Stream.Builder<String> texts = Stream.builder();
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
        return texts.build().toList();
      }
    });
  }

  @Test
  void whatIsPutComesBackInItsOrder() {
    ProviderList house =
        list(
            HOUSE,
            model("z-first", Use.CHAT, 0),
            model("a-second", Use.UNSAID, 0),
            new KnownModel(new OfferedModel("bare", Use.OTHER, 0, 0, Set.of()), AT, 0),
            model("gone", Use.EMBEDDINGS, AT - 3));
    ProviderList own = list(OWN, model("z-first", Use.NOT_CHAT, 0));
    registry.put(house);
    registry.put(own);
    assertThat(registry.all()).containsExactly(house, own);
  }

  @Test
  void peoplesOwnSqlFindsWhatIsAvailable() {
    registry.put(list(HOUSE, model("a", Use.CHAT, 0), model("b", Use.CHAT, AT)));
    assertThat(texts("SELECT model FROM llm_model_registry WHERE unavailable_since IS NULL"))
        .containsExactly("a");
    assertThat(texts("SELECT DISTINCT source FROM llm_model_registry")).containsExactly("provider");
    assertThat(texts("SELECT DISTINCT capabilities FROM llm_model_registry"))
        .containsExactly("tools,vision");
  }

  @Test
  void aListReplacesTheOneBefore() {
    registry.put(list(HOUSE, model("a", Use.CHAT, 0), model("b", Use.CHAT, 0)));
    registry.put(list(OWN, model("a", Use.CHAT, 0)));
    ProviderList after = list(HOUSE, model("b", Use.CHAT, 0), model("a", Use.CHAT, AT));
    registry.put(after);
    assertThat(registry.all()).containsExactlyInAnyOrder(after, list(OWN, model("a", Use.CHAT, 0)));
  }

  @Test
  void theTimeOfTheLastFetchMovesAlone() {
    registry.put(list(HOUSE, model("a", Use.CHAT, 0)));
    registry.put(list(OWN, model("a", Use.CHAT, 0)));
    registry.checked(HOUSE, AT + 9);
    assertThat(registry.all())
        .containsExactly(
            new ProviderList(HOUSE, List.of(model("a", Use.CHAT, 0)), AT + 9),
            list(OWN, model("a", Use.CHAT, 0)));
  }

  @Test
  void aProvidersListGoesAlone() {
    registry.put(list(HOUSE, model("a", Use.CHAT, 0)));
    registry.put(list(OWN, model("a", Use.CHAT, 0)));
    registry.remove(HOUSE);
    registry.remove(ProviderId.shared("never-there"));
    assertThat(registry.all()).containsExactly(list(OWN, model("a", Use.CHAT, 0)));
  }

  @Test
  void nodesThatReplaceTheSameListAtOnceLeaveOneOfTheirs() {
    List<ProviderList> theirs =
        IntStream.range(0, 6)
            .mapToObj(node ->
                new ProviderList(
                    HOUSE,
                    IntStream.range(0, 20)
                        .mapToObj(it -> model("n" + node + "-" + it, Use.CHAT, 0))
                        .toList(),
                    AT))
            .toList();
    CompletableFuture.allOf(
            theirs.stream()
                .map(list -> CompletableFuture.runAsync(() -> registry.put(list)))
                .toArray(CompletableFuture[]::new))
        .join();
    assertThat(registry.all()).hasSize(1);
    assertThat(theirs).contains(registry.all().getFirst());
  }
}
