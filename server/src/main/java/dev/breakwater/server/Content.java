package dev.breakwater.server;

import dev.breakwater.gateway.concurrent.HeavyWork;
import dev.breakwater.gateway.count.TokenCounter;
import dev.breakwater.gateway.http.GatewayHandler;
import dev.breakwater.gateway.http.Peers;
import dev.breakwater.gateway.recording.BodyRecorder;
import dev.breakwater.gateway.responses.ResponseKeeper;
import dev.breakwater.gateway.responses.StoredConversations;
import dev.breakwater.gateway.responses.Vault;
import dev.breakwater.server.data.BodyVault;
import dev.breakwater.server.telemetry.Redaction;
import dev.breakwater.store.sql.SqlGeneratedSecrets;
import dev.breakwater.store.sql.SqlRecordings;
import dev.breakwater.store.sql.SqlResponses;
import dev.breakwater.wire.bridge.Bridges;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What was said: kept for those who switched that on, and for conversations that go on.
 *
 * @param heavyWork threads for what must not hold a loop
 */
record Content(BodyRecorder recorder, StoredConversations conversations, HeavyWork heavyWork) {
  /** Answers may wait in so much memory to be written down. */
  private static final long MOST_UNWRITTEN_BYTES = 64L * 1024 * 1024;

  static Content open(Ground ground) throws IOException {
    Storage storage = ground.storage();
    Clock clock = ground.clock();
    Vault vault =
        BodyVault.open(new SqlGeneratedSecrets(storage.administration()), storage.data(), clock);
    BodyRecorder recorder =
        ground
            .lifecycle()
            .closing(
                BodyRecorder.start(
                    new SqlRecordings(storage.database()),
                    vault,
                    Redaction::whole,
                    () -> ground.current().recording(),
                    clock));
    ResponseKeeper keeper =
        ground
            .lifecycle()
            .closing(
                ResponseKeeper.start(
                    new SqlResponses(storage.database()),
                    vault,
                    clock,
                    () -> ground.current().responsesRetention(),
                    MOST_UNWRITTEN_BYTES));
    HeavyWork heavyWork = new HeavyWork(threads());
    return new Content(
        recorder, new StoredConversations(keeper, heavyWork, Gateway.MOST_BODY_BYTES), heavyWork);
  }

  /** What the gateway's routes share on all loops. */
  GatewayHandler.Parts routes(Peers peers, Clock clock) {
    return new GatewayHandler.Parts(
        new Bridges(() -> clock.millis() / 1000, () -> ThreadLocalRandom.current().nextLong()),
        conversations,
        new TokenCounter(),
        Gateway.MOST_BODY_BYTES,
        peers);
  }

  /** As many threads as processors. */
  private static ExecutorService threads() {
    int processors = Runtime.getRuntime().availableProcessors();
    return Executors.newFixedThreadPool(
        processors, Thread.ofPlatform().daemon().name("heavy-", 0).factory());
  }
}
