package dev.breakwater.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.operations.chains.ChainPlace;
import dev.breakwater.operations.flags.FlagValue;
import dev.breakwater.operations.providers.ProviderLeaves;
import dev.breakwater.operations.providers.SealedCredential;
import dev.breakwater.operations.providers.StoredProvider;
import dev.breakwater.store.sql.Database;
import dev.breakwater.store.sql.SqlChainOverrides;
import dev.breakwater.store.sql.SqlFlags;
import dev.breakwater.store.sql.SqlProviders;
import dev.breakwater.store.sqlite.SqliteDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} says of a good file beside the database of a server. */
class ShadowedValuesTest {
  private static final Instant NOW = Instant.parse("2026-01-15T00:00:00Z");

  private static final String FILE =
      """
      flags: {LLM_A_ENABLED: true, LLM_B_ENABLED: true}
      providers:
        - {name: openai, baseUrl: "http://127.0.0.1:9/v1", apiKey: sk-of-the-file, models: [a]}
        - {name: groq, apiKey: gsk-of-the-file}
        - {name: mistral, apiKey: key-of-the-file}
      chains:
        production: {primary: openai/a}
        staging: {primary: openai/a}
      """;

  @TempDir private Path directory;

  private String out = "";
  private String err = "";

  private int check() throws IOException {
    Files.writeString(directory.resolve("b.yaml"), FILE);
    StringWriter said = new StringWriter();
    StringWriter complained = new StringWriter();
    int code =
        CommandsTest.commands(Map.of())
            .run(
                new PrintWriter(said),
                new PrintWriter(complained),
                "check",
                "--config",
                directory.resolve("b.yaml").toString(),
                "--data",
                data().toString());
    out = said.toString();
    err = complained.toString();
    return code;
  }

  private Path data() {
    return directory.resolve("data");
  }

  private Path database() {
    return data().resolve("breakwater.db");
  }

  private static StoredProvider said(ProviderId id, ProviderLeaves leaves, boolean deleted) {
    return new StoredProvider(id, leaves, Optional.empty(), false, true, deleted, NOW, NOW);
  }

  @Test
  void aGoodFileIsToldWhatOfItTheApiShadows() throws IOException {
    ProviderId openai = new ProviderId(ProviderId.SHARED, "openai");
    ProviderLeaves elsewhere =
        new ProviderLeaves(
            null, null, URI.create("https://llm.corp/v1"), null, null, null, null, null);
    // A server has it open, and no master key is there to open the credential.
    try (Database open = SqliteDatabase.open(database())) {
      SqlProviders providers = new SqlProviders(open);
      providers.put(
          new StoredProvider(
              openai,
              elsewhere,
              Optional.of(new SealedCredential(new byte[] {1, 2, 3}, "fp_1")),
              false,
              true,
              false,
              NOW,
              NOW));
      providers.put(said(new ProviderId(ProviderId.SHARED, "groq"), ProviderLeaves.NONE, true));
      providers.put(said(new ProviderId("acme", "openai"), elsewhere, false));
      ChainSettings chain =
          ChainSettings.of(
              "staging",
              new Target("openai", "b"),
              List.of(),
              AttemptSettings.DEFAULT,
              ChainSettings.Origin.API);
      new SqlChainOverrides(open).put(ChainPlace.shared("staging"), chain, NOW);
      new SqlChainOverrides(open).put(ChainPlace.shared("testing"), chain, NOW);
      new SqlFlags(open).put("LLM_B_ENABLED", new FlagValue.Switch(false), NOW);
      new SqlFlags(open).put("LLM_C_ENABLED", new FlagValue.Switch(false), NOW);

      assertThat(check()).as(err).isZero();
    }
    assertThat(out.lines())
        .containsExactly(
            "shadowed by the API: chains.staging",
            "shadowed by the API: providers[groq]",
            "shadowed by the API: providers[openai].baseUrl",
            "shadowed by the API: providers[openai].credential",
            "shadowed by the API: flags.LLM_B_ENABLED",
            directory.resolve("b.yaml") + ": good");
    assertThat(err).isEmpty();
  }

  @Test
  void whereNoServerEverRanNothingIsMadeAndNothingTold() throws IOException {
    assertThat(check()).as(err).isZero();
    assertThat(out.lines()).containsExactly(directory.resolve("b.yaml") + ": good");
    assertThat(err).isEmpty();
    assertThat(data()).doesNotExist();
  }

  @Test
  void anOlderDatabaseStaysAsItIsAndTheFileIsGoodAllTheSame() throws IOException, SQLException {
    SqliteDatabase.open(database()).close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM flyway_schema_history WHERE version > '1'");
    }
    byte[] before = Files.readAllBytes(database());
    assertThat(check()).as(err).isZero();
    assertThat(out.lines()).containsExactly(directory.resolve("b.yaml") + ": good");
    assertThat(err)
        .contains("warning: what of this the API shadows could not be told")
        .contains("tables of version")
        .contains("start the server once");
    assertThat(Files.readAllBytes(database())).isEqualTo(before);
  }

  @Test
  void aDatabaseThatIsAwayIsAWarning() throws IOException {
    Files.createDirectories(database());
    assertThat(check()).as(err).isZero();
    assertThat(err).contains("warning: what of this the API shadows could not be told");
  }
}
