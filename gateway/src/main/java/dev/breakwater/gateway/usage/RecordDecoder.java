package dev.breakwater.gateway.usage;

import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.trace.KeptTrace;
import dev.breakwater.wire.conversation.Tokens;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a body that {@link RecordEncoder} wrote. */
final class RecordDecoder {
  private final ByteBuffer body;
  private final TextPool pool;

  private RecordDecoder(ByteBuffer body, TextPool pool) {
    this.body = body.order(ByteOrder.LITTLE_ENDIAN);
    this.pool = pool;
  }

  /**
   * @param pool the reader's, for what records have in common
   * @throws IllegalArgumentException when the type or version is not one that this program knows,
   *     or the body is not what its type promises
   */
  static UsageRecord decode(byte[] bytes, int from, int length, TextPool pool) {
    RecordDecoder decoder = new RecordDecoder(ByteBuffer.wrap(bytes, from, length), pool);
    try {
      return decoder.usage();
    } catch (BufferUnderflowException | NullPointerException e) {
      throw new IllegalArgumentException("a journal record is shorter than its type promises", e);
    }
  }

  static UsageRecord decode(byte[] body) {
    return decode(body, 0, body.length, new TextPool());
  }

  private UsageRecord usage() {
    byte type = body.get();
    byte version = body.get();
    if (version < 1 || version > RecordEncoder.VERSION) {
      throw new IllegalArgumentException(
          "a journal record has version %d, this program reads 1 to %d"
              .formatted(version, RecordEncoder.VERSION));
    }
    return switch (type) {
      case RecordEncoder.BEGAN -> began(version);
      case RecordEncoder.ATTEMPT_ENDED -> attemptEnded();
      case RecordEncoder.ATTEMPT_FORGONE -> new AttemptForgone(id(), whole());
      case RecordEncoder.REQUEST_ENDED -> requestEnded(version);
      default ->
          throw new IllegalArgumentException("a journal record has the unknown type " + type);
    };
  }

  private AttemptBegan began(byte version) {
    return new AttemptBegan(
        id(),
        whole(),
        body.getLong(),
        text(),
        text(),
        text(),
        new Target(ProviderId.parse(text()), text()),
        yes(),
        body.getLong(),
        version < RecordEncoder.WITH_MARKS ? null : optional(),
        version < RecordEncoder.WITH_MARKS ? 0 : body.getLong());
  }

  private AttemptEnded attemptEnded() {
    return new AttemptEnded(
        id(),
        whole(),
        body.getLong(),
        status(),
        whole(),
        optional(),
        optional(),
        new Tokens(
            body.getLong(), body.getLong(), body.getLong(), body.getLong(), body.getLong(), yes()),
        body.getLong(),
        optional(),
        body.getLong(),
        body.getLong());
  }

  private RequestEnded requestEnded(byte version) {
    return new RequestEnded(
        id(),
        body.getLong(),
        optional(),
        text(),
        text(),
        text(),
        text(),
        target(),
        target(),
        whole(),
        status(),
        whole(),
        optional(),
        optional(),
        yes(),
        yes(),
        body.getLong(),
        body.getLong(),
        version < RecordEncoder.WITH_DECISIONS ? null : decision());
  }

  private @Nullable KeptTrace decision() {
    int length = length();
    if (length == RecordEncoder.ABSENT) {
      return null;
    }
    KeptTrace trace = KeptTrace.of(body.array(), body.arrayOffset() + body.position(), length);
    body.position(body.position() + length);
    return trace;
  }

  private int whole() {
    return Math.toIntExact(body.getLong());
  }

  private boolean yes() {
    return body.get() != 0;
  }

  private Status status() {
    byte code = body.get();
    return switch (code) {
      case 1 -> Status.SUCCESS;
      case 2 -> Status.ERROR;
      case 3 -> Status.CANCELLED;
      case 4 -> Status.INTERRUPTED;
      case 5 -> Status.REJECTED;
      default ->
          throw new IllegalArgumentException("a journal record has the unknown status " + code);
    };
  }

  private @Nullable Target target() {
    String provider = optional();
    String model = optional();
    return provider == null || model == null ? null : new Target(ProviderId.parse(provider), model);
  }

  /** An id, which no other request has. */
  private String id() {
    int length = length();
    if (length == RecordEncoder.ABSENT) {
      throw lacking();
    }
    String id =
        new String(
            body.array(), body.arrayOffset() + body.position(), length, StandardCharsets.UTF_8);
    body.position(body.position() + length);
    return id;
  }

  private static IllegalArgumentException lacking() {
    return new IllegalArgumentException("a journal record lacks a text that it must have");
  }

  private String text() {
    String text = optional();
    if (text == null) {
      throw lacking();
    }
    return text;
  }

  private @Nullable String optional() {
    int length = length();
    if (length == RecordEncoder.ABSENT) {
      return null;
    }
    String text = pool.text(body.array(), body.arrayOffset() + body.position(), length);
    body.position(body.position() + length);
    return text;
  }

  /** Of the text that follows. */
  private int length() {
    int length = Short.toUnsignedInt(body.getShort());
    if (length != RecordEncoder.ABSENT && length > body.remaining()) {
      throw new IllegalArgumentException("a journal record's text runs over its end");
    }
    return length;
  }
}
