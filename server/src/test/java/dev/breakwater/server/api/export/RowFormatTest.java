package dev.breakwater.server.api.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.usage.Status;
import dev.breakwater.operations.reports.RequestEntry;
import dev.breakwater.server.api.requests.RequestJson;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RowFormatTest {
  private static RequestEntry entry(
      @Nullable String clientId, String model, @Nullable String message, OptionalLong cost) {
    return new RequestEntry(
        "req_1",
        clientId,
        "default",
        "production",
        "key_1",
        "auto",
        "openai",
        model,
        Status.SUCCESS,
        200,
        null,
        message,
        true,
        false,
        false,
        1,
        cost,
        100,
        20,
        1_500,
        OptionalLong.empty(),
        Instant.parse("2026-01-31T09:00:00.250Z"));
  }

  private static String csv(RequestEntry entry) {
    return RowFormat.CSV.row(RequestJson.FIELDS, RequestJson.of(entry));
  }

  @Test
  void theColumnsAreTheFieldsOfARequestInALists() {
    RequestEntry entry = entry(null, "m", null, OptionalLong.of(1));
    assertThat(RequestJson.FIELDS).containsExactlyElementsOf(RequestJson.of(entry).propertyNames());
    assertThat(RowFormat.CSV.head(RequestJson.FIELDS))
        .startsWith("id,clientRequestId,")
        .endsWith("createdAt\r\n");
  }

  @Test
  void amountsArePlainAndWhatIsUnknownIsEmpty() {
    assertThat(csv(entry(null, "m", null, OptionalLong.of(3))))
        .isEqualTo(
            "req_1,,default,production,key_1,auto,openai,m,success,200,,,true,false,false,1,"
                + "0.000000003,100,20,120,1.5,,2026-01-31T09:00:00Z\r\n");
    assertThat(csv(entry(null, "m", null, OptionalLong.empty()))).contains(",false,1,,100,20,");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "=cmd()|'=cmd()",
        "+1|'+1",
        "-2|'-2",
        "@SUM(A1)|'@SUM(A1)",
        "plain|plain",
        "a=b|a=b",
        "=a,b|\"'=a,b\"",
        "say \"no\"|\"say \"\"no\"\"\""
      },
      delimiter = '|')
  void whatASpreadsheetWouldRunIsText(String given, String cell) {
    assertThat(Csv.text(given)).isEqualTo(cell);
    assertThat(csv(entry(given, given, given, OptionalLong.empty())))
        .startsWith("req_1," + cell + ",default");
  }

  @Test
  void whatIsNoSingleValueIsJsonInItsCell() {
    ObjectNode row = JsonMapper.shared().createObjectNode();
    row.putObject("after").put("name", "=a,b");
    row.putNull("before");
    assertThat(RowFormat.CSV.row(List.of("before", "after", "gone"), row))
        .isEqualTo(",\"{\"\"name\"\":\"\"=a,b\"\"}\",\r\n");
  }

  @Test
  void linesWithinATextStayWithinItsCell() {
    assertThat(Csv.text("a\nb")).isEqualTo("\"a\nb\"");
    assertThat(Csv.text("\t=1")).isEqualTo("'\t=1");
    assertThat(Csv.text("\r=1")).isEqualTo("\"'\r=1\"");
  }

  @Test
  void aLineOfJsonIsARequestAsListsShowIt() {
    RequestEntry entry = entry("=1+1", "m", "a\nb", OptionalLong.of(3));
    String line = RowFormat.NDJSON.row(RequestJson.FIELDS, RequestJson.of(entry));
    assertThat(line).endsWith("}\n").contains("\"estimatedCost\":0.000000003,");
    assertThat(line.strip().lines()).hasSize(1);
    assertThat(JsonMapper.shared().readTree(line).get("clientRequestId").asString())
        .isEqualTo("=1+1");
    assertThat(RowFormat.NDJSON.head(RequestJson.FIELDS)).isEmpty();
  }
}
