package dev.breakwater.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StatusScreenTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final JsonNode NOTHING = JSON.createObjectNode();

  @Test
  void aSoundJournalTakesOneLine() {
    assertThat(
            journal(
                """
                {"durability": "power", "bytes": 33554432, "maxBytes": 1073741824, "problem": null,
                 "damagedSegments": 0, "damages": [], "ledger": {"lagRecords": 7, "problem": null}}
                """))
        .containsExactly(
            "usage journal: 32 of 1024 MB, outlives a power loss; the database is 7 records"
                + " behind");
  }

  @Test
  void whatIsWrongWithTheJournalIsNamed() {
    assertThat(
            journal(
                """
                {"durability": "process", "bytes": 0, "maxBytes": 1048576, "problem": "disk full",
                 "damagedSegments": 2, "damages": [{"file": "1.journal", "offset": 64, "problem": "bad"}],
                 "ledger": {"lagRecords": 0, "problem": "refused"}}
                """))
        .containsExactly(
            "usage journal: 0 of 1 MB, outlives its process; the database is 0 records behind",
            "  BILLABLE REQUESTS ARE REFUSED: disk full",
            "  the database takes no usage: refused",
            "  2 damaged segments are set aside in data/journal",
            "  damaged: 1.journal at 64, bad");
  }

  @Test
  void aServerThatDoesNotSayHasNoLine() {
    assertThat(StatusScreen.lines("http://x", NOTHING, NOTHING, NOTHING, NOTHING))
        .noneMatch(line -> line.contains("journal"));
  }

  @Test
  void aTenantsOwnProviderIsTakenForNoOther() {
    JsonNode chain =
        JSON.readTree("{\"config\": {\"primaryProvider\": \"openai\", \"primaryModel\": \"m\"}}");
    JsonNode health =
        JSON.readTree(
            """
            {"providers": [
              {"provider": "openai", "model": "m", "tenant": "acme", "circuitState": "open",
               "isHealthy": false},
              {"provider": "openai", "model": "m", "circuitState": "closed", "isHealthy": true}]}
            """);
    List<String> lines = StatusScreen.lines("http://x", NOTHING, chain, health, NOTHING);
    assertThat(lines).contains("current provider (production): openai/m");
    assertThat(lines.stream().map(line -> line.strip().replaceAll(" +", " ")))
        .contains("openai/m closed yes 100.0 % 0 ms", "acme:openai/m open no 100.0 % 0 ms");
  }

  private static List<String> journal(String text) {
    JsonNode configuration = JSON.createObjectNode().set("journal", JSON.readTree(text));
    return StatusScreen.lines("http://x", configuration, NOTHING, NOTHING, NOTHING).stream()
        .dropWhile(line -> !line.startsWith("usage journal"))
        .takeWhile(line -> !line.startsWith("last 24 hours"))
        .toList();
  }
}
