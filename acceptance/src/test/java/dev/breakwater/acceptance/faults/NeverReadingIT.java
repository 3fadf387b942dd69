package dev.breakwater.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.faults.FaultProxy.Strike;
import dev.breakwater.acceptance.faults.FaultProxy.Way;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Clients that take nothing: they cost little, and not for long. */
@Execution(ExecutionMode.CONCURRENT)
class NeverReadingIT {
  private static final int MOST_BUFFERED = 256 * 1024;
  private static final int CLIENTS = 4;

  /** A client has 60 s; what a busy machine needs to notice comes on top. */
  private static final Duration DROPPED = Duration.ofSeconds(75);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Scene scene;
  private Firehose firehose;

  /** A client that has asked for a model and reads nothing of the answer. */
  private record Mute(String model, boolean stream, int port, RawClient client) {}

  @Test
  @Timeout(240)
  void whoReadsNothingIsBufferedLittleAndDropped(@TempDir Path directory) {
    try (Firehose hose = new Firehose();
        Scene quiet =
            new Scene(
                directory,
                Map.of(),
                simulator ->
                    Scene.provider("hose", "http://127.0.0.1:" + hose.port() + "/v1")
                        + Scene.chain("maxRetries: 0")
                        + Bystander.ROUTE);
        FaultProxy cable = new FaultProxy(quiet.server().url().getPort());
        Bystander bystander = new Bystander(quiet.server().url())) {
      scene = quiet;
      firehose = hose;
      bystander.isServedOn(0, 3);
      Promises promises = new Promises(scene);
      cable.set(Strike.afterEvents(2, Way.HOLD));
      List<Mute> mutes = new ArrayList<>();
      for (int number = 0; number < CLIENTS; number++) {
        mutes.add(mute("stream-" + number, true));
        mutes.add(mute("whole-" + number, false));
        mutes.add(behind(cable, "half-open-" + number));
      }

      mutes.forEach(this::holdsLittle);
      assertThat(cable.struck()).isEqualTo(CLIENTS);
      int served = bystander.served();
      Awaitility.await("dropped")
          .atMost(DROPPED)
          .untilAsserted(() -> assertThat(mutes).noneMatch(this::isHeld));

      bystander.isServedOn(served, 5);
      Awaitility.await("recorded")
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(scene.ledger().attempts())
                  .filteredOn(row -> row.provider().equals("hose"))
                  .hasSize(mutes.size())
                  .filteredOn(row -> !row.model().startsWith("whole"))
                  .allSatisfy(row -> assertThat(row.status()).isEqualTo("cancelled"))
                  .allSatisfy(row -> assertThat(row.estimated()).isTrue()));
      mutes.forEach(mute -> mute.client().close());
      promises.everythingIsBackAtItsBase();
    }
  }

  private Mute mute(String model, boolean stream) {
    URI server = scene.server().url();
    RawClient client = new RawClient(4096, server.getPort());
    client.ask(server, "hose/" + model, "Say no more", stream);
    return new Mute(model, stream, client.port(), client);
  }

  /** Its cable is pulled after two events, of which nobody tells the gateway. */
  private Mute behind(FaultProxy cable, String model) {
    RawClient client = new RawClient(4096, cable.port());
    client.ask(scene.server().url(), "hose/" + model, "Say no more", true);
    return new Mute(model, true, 0, client);
  }

  /** What the provider got rid of is in the kernel's buffers, all but a little. */
  private void holdsLittle(Mute mute) {
    Awaitility.await(mute.model()).atMost(PATIENCE).until(() -> firehose.isAsked(mute.model()));
    if (!mute.stream() || mute.port() == 0) {
      return;
    }
    Firehose.Jet jet = firehose.jet(mute.model());
    Awaitility.await(mute.model() + " is read no further")
        .atMost(PATIENCE)
        .during(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(held(mute, jet)).isLessThan(MOST_BUFFERED));
    assertThat(jet.written().get()).as("the provider had much to say").isGreaterThan(MOST_BUFFERED);
  }

  private long held(Mute mute, Firehose.Jet jet) {
    int gateway = scene.server().url().getPort();
    return jet.written().get()
        - Sockets.inFlight(firehose.port(), jet.port())
        - Sockets.inFlight(gateway, mute.port());
  }

  private boolean isHeld(Mute mute) {
    boolean client =
        mute.port() != 0 && Sockets.isConnected(scene.server().url().getPort(), mute.port());
    return client || (mute.stream() && !firehose.jet(mute.model()).isOver());
  }
}
