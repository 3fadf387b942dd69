package dev.breakwater.gateway.recording;

import dev.breakwater.gateway.exchange.Arrival;
import dev.breakwater.gateway.exchange.Client;
import dev.breakwater.gateway.exchange.Recording;
import dev.breakwater.gateway.responses.Vault;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is said in requests, for operators who look for a fault and have switched it on. One
 * thread redacts, seals and writes; requests wait for none of it. What the thread cannot keep up
 * with, or the store does not take, is not kept, and counted.
 */
public final class BodyRecorder implements Recording, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BodyRecorder.class);
  private static final int MOST_WAITING = 512;
  private static final int BATCH = 32;
  private static final int EXPIRE_AT_ONCE = 500;
  private static final Duration EXPIRY_INTERVAL = Duration.ofMinutes(10);
  private static final byte VERSION = 1;

  /** What was heard, as it was said. */
  record Heard(
      String tenant,
      String requestId,
      long atMillis,
      byte[] question,
      byte[] answer,
      boolean cut) {}

  private final BodyStore store;
  private final Vault vault;
  private final UnaryOperator<String> redaction;
  private final Supplier<RecordingSettings> settings;
  private final InstantSource clock;
  private final BlockingQueue<Heard> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong lost = new AtomicLong();
  private final Thread thread;
  private volatile boolean closing;
  private long nextExpiryMillis;

  private BodyRecorder(
      BodyStore store,
      Vault vault,
      UnaryOperator<String> redaction,
      Supplier<RecordingSettings> settings,
      InstantSource clock) {
    this.store = store;
    this.vault = vault;
    this.redaction = redaction;
    this.settings = settings;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("body-recorder").unstarted(this::run);
  }

  /**
   * Starts the thread that writes.
   *
   * @param redaction takes out what must not be kept
   * @param settings asked for each request
   */
  public static BodyRecorder start(
      BodyStore store,
      Vault vault,
      UnaryOperator<String> redaction,
      Supplier<RecordingSettings> settings,
      InstantSource clock) {
    BodyRecorder recorder = new BodyRecorder(store, vault, redaction, settings, clock);
    recorder.thread.start();
    return recorder;
  }

  @Override
  public Client listen(Arrival arrival, Client client) {
    RecordingSettings now = settings.get();
    return now.bodies() == RecordingSettings.Bodies.OFF
        ? client
        : new ListeningClient(client, arrival, this, now);
  }

  /** How many recordings could not be kept. */
  public long lost() {
    return lost.get();
  }

  /**
   * What was recorded of a request. Blocks.
   *
   * @throws RecordingsUnavailable when the store does not answer
   */
  public Optional<Recorded> find(String requestId) {
    return store.find(requestId, clock.millis()).map(this::opened);
  }

  void keep(Heard heard) {
    if (!waiting.offer(heard)) {
      lose(1, "more of them come than can be written");
    }
  }

  /** Writes what waits, and ends the thread. */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Heard> batch = new ArrayList<>();
    while (!closing || !waiting.isEmpty()) {
      try {
        Heard first = waiting.poll(1, TimeUnit.SECONDS);
        if (first != null) {
          batch.add(first);
        }
      } catch (InterruptedException e) {
        // closing: what waits is written without waiting for more
      }
      waiting.drainTo(batch, BATCH);
      write(batch);
      batch.clear();
      expire();
    }
  }

  private void write(List<Heard> batch) {
    if (batch.isEmpty()) {
      return;
    }
    long retention = settings.get().retention().toMillis();
    try {
      store.put(batch.stream().map(heard -> sealed(heard, retention)).toList());
    } catch (RuntimeException e) {
      lose(batch.size(), e.toString());
    }
  }

  private void expire() {
    long now = clock.millis();
    if (now < nextExpiryMillis) {
      return;
    }
    nextExpiryMillis = now + EXPIRY_INTERVAL.toMillis();
    try {
      while (store.expire(now, EXPIRE_AT_ONCE) == EXPIRE_AT_ONCE) {
        // piece by piece
      }
    } catch (RuntimeException e) {
      LOG.warn("recordings that have expired could not be removed: {}", e.toString());
    }
  }

  private void lose(int count, String why) {
    long all = lost.addAndGet(count);
    if (Long.bitCount(all) == 1) {
      LOG.warn("{} recordings of bodies were not kept: {}", all, why);
    }
  }

  private SealedBodies sealed(Heard heard, long retentionMillis) {
    byte[] content = encoded(redacted(heard.question()), redacted(heard.answer()), heard.cut());
    return new SealedBodies(
        heard.tenant(),
        heard.requestId(),
        heard.atMillis(),
        clock.millis() + retentionMillis,
        vault.seal(content, purpose(heard.tenant(), heard.requestId())));
  }

  private byte[] redacted(byte[] body) {
    return redaction
        .apply(new String(body, StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] encoded(byte[] question, byte[] answer, boolean cut) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeBoolean(cut);
      out.writeInt(question.length);
      out.write(question);
      out.writeInt(answer.length);
      out.write(answer);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private Recorded opened(SealedBodies bodies) {
    byte[] content = vault.open(bodies.content(), purpose(bodies.tenant(), bodies.requestId()));
    try (DataInputStream in = new DataInputStream(new java.io.ByteArrayInputStream(content))) {
      byte version = in.readByte();
      if (version != VERSION) {
        throw new IOException("a recording has the unknown version " + version);
      }
      boolean cut = in.readBoolean();
      String question = text(in);
      return new Recorded(
          bodies.tenant(), bodies.requestId(), bodies.createdMillis(), question, text(in), cut);
    } catch (IOException e) {
      throw new UncheckedIOException("a recording cannot be read", e);
    }
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static String purpose(String tenant, String requestId) {
    return "recorded-bodies/" + tenant + "/" + requestId;
  }
}
