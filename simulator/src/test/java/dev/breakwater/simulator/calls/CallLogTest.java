package dev.breakwater.simulator.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.simulator.json.Json;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class CallLogTest {
  private static final int KEPT = 100;

  private final CallLog log = new CallLog(KEPT, 10_000_000);

  private static Call call(String model, Buffer body) {
    return new Call(new Call.Asked(Instant.EPOCH, "/p", null, model, false, Map.of(), body));
  }

  private JsonNode json() {
    return Objects.requireNonNull(Json.parse(log.json()));
  }

  @Test
  void theCountIsExactThoughOnlyTheLastCallsAreKept() {
    for (int index = 0; index < KEPT + 5; index++) {
      log.generation(call("model-" + index, Buffer.buffer("{}")));
    }
    assertThat(json().path("count").intValue()).isEqualTo(KEPT + 5);
    assertThat(json().path("calls").size()).isEqualTo(KEPT);
    assertThat(json().path("calls").get(0).path("model").stringValue()).isEqualTo("model-5");
  }

  @Test
  void largeBodiesPushOutOlderOnes() {
    Buffer large = Buffer.buffer("\"" + "x".repeat(3_000_000) + "\"");
    for (int index = 0; index < 5; index++) {
      log.generation(call("model-" + index, large));
    }
    assertThat(json().path("count").intValue()).isEqualTo(5);
    assertThat(json().path("calls").size()).isEqualTo(3);
  }

  @Test
  void aBodyThatIsNoJsonIsKeptAsText() {
    log.other(call("m", Buffer.buffer("{oops")));
    assertThat(json().path("other").get(0).path("body").stringValue()).isEqualTo("{oops");
    assertThat(json().path("count").intValue()).isZero();
  }
}
