package dev.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.breakwater.simulator.RawConversation.Close;
import io.vertx.core.Vertx;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class LifecycleTest {

  @Test
  void twoSimulatorsOfOneVertxAreApart() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (Simulator first = Simulator.start(vertx, "127.0.0.1", 0);
        Simulator second = Simulator.start(vertx, "127.0.0.1", 0)) {
      assertThat(first.port()).isPositive().isNotEqualTo(second.port());
      assertThat(first.baseUrl()).isEqualTo("http://127.0.0.1:" + first.port());
      try (RawConversation raw = RawConversation.ask(second.port(), Dialect.OPENAI, false)) {
        raw.readAtLeast(1);
        assertThat(raw.received()).startsWith("HTTP/1.1 200 OK");
      }
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void aPortThatIsTakenIsRefusedEvenWithinOneVertx() {
    Vertx vertx = Vertx.vertx();
    try (Simulator first = Simulator.start(vertx, "127.0.0.1", 0)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> Simulator.start(vertx, "127.0.0.1", first.port()).close())
          .withMessageContaining("cannot listen on 127.0.0.1:" + first.port());
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void aClosedSimulatorBreaksOffItsAnswersAndFreesItsPort() throws IOException {
    Simulator simulator = Simulator.start("127.0.0.1", 0);
    int port = simulator.port();
    try (RawConversation raw =
        new RawConversation(
            port, "/openai/v1/models", Dialect.OPENAI.key().replace("Authorization", "X"), "")) {
      raw.readAtLeast(1);
      simulator.close();
      assertThat(raw.readAll(5_000)).isNotEqualTo(Close.OPEN);
    }
    Simulator.start("127.0.0.1", port).close();
  }
}
