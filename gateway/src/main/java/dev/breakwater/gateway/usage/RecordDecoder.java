package dev.breakwater.gateway.usage;

import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.trace.KeptTrace;
import dev.breakwater.wire.conversation.Tokens;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Reads bodies that {@link RecordEncoder} wrote. One reader's own. */
final class RecordDecoder {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  /** A power of two: targets and decisions that come again are given as one object each. */
  private static final int RECENT = 64;

  /** What requests have in common. */
  private final TextPool texts = new TextPool();

  /** The records of one request stand near each other. */
  private final TextPool ids = new TextPool();

  private final @Nullable Known[] targets = new Known[RECENT];
  private final @Nullable KeptTrace[] traces = new KeptTrace[RECENT];

  private byte[] bytes = new byte[0];
  private int at;
  private int end;

  private record Known(String provider, Target target) {}

  /**
   * Reads the body that stands in a part of an array.
   *
   * @throws IllegalArgumentException when the type or version is not one that this program knows,
   *     or the body is not what its type promises
   */
  UsageRecord decode(byte[] array, int from, int length) {
    bytes = array;
    at = from;
    end = from + length;
    return usage();
  }

  UsageRecord decode(byte[] body) {
    return decode(body, 0, body.length);
  }

  /**
   * Whose record it is, without reading more of it.
   *
   * @throws IllegalArgumentException when there is no id
   */
  String requestId(byte[] array, int from, int length) {
    bytes = array;
    at = from + RecordEncoder.HEAD;
    end = from + length;
    return id();
  }

  private UsageRecord usage() {
    byte type = octet();
    byte version = octet();
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
        number(),
        text(),
        text(),
        text(),
        target(text(), text()),
        yes(),
        number(),
        version < RecordEncoder.WITH_MARKS ? null : optional(),
        version < RecordEncoder.WITH_MARKS ? 0 : number());
  }

  private AttemptEnded attemptEnded() {
    return new AttemptEnded(
        id(),
        whole(),
        number(),
        status(),
        whole(),
        optional(),
        optional(),
        new Tokens(number(), number(), number(), number(), number(), yes()),
        number(),
        optional(),
        number(),
        number());
  }

  private RequestEnded requestEnded(byte version) {
    return new RequestEnded(
        id(),
        number(),
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
        number(),
        number(),
        version < RecordEncoder.WITH_DECISIONS ? null : decision());
  }

  private @Nullable KeptTrace decision() {
    int length = length();
    if (length == RecordEncoder.ABSENT) {
      return null;
    }
    int start = passed(length);
    int slot = length & (RECENT - 1);
    KeptTrace known = traces[slot];
    if (known == null || !known.is(bytes, start, length)) {
      known = KeptTrace.of(bytes, start, length);
      traces[slot] = known;
    }
    return known;
  }

  private int whole() {
    return Math.toIntExact(number());
  }

  private boolean yes() {
    return octet() != 0;
  }

  private Status status() {
    byte code = octet();
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
    return provider == null || model == null ? null : target(provider, model);
  }

  private Target target(String provider, String model) {
    int slot = model.hashCode() & (RECENT - 1);
    Known known = targets[slot];
    if (known == null
        || !known.target().model().equals(model)
        || !known.provider().equals(provider)) {
      known = new Known(provider, new Target(ProviderId.parse(provider), model));
      targets[slot] = known;
    }
    return known.target();
  }

  private String id() {
    return present(from(ids));
  }

  private String text() {
    return present(optional());
  }

  private static String present(@Nullable String text) {
    if (text == null) {
      throw new IllegalArgumentException("a journal record lacks a text that it must have");
    }
    return text;
  }

  private @Nullable String optional() {
    return from(texts);
  }

  private @Nullable String from(TextPool pool) {
    int length = length();
    return length == RecordEncoder.ABSENT ? null : pool.text(bytes, passed(length), length);
  }

  /** Of the text that follows; at most as much as is there, or {@link RecordEncoder#ABSENT}. */
  private int length() {
    int length = Short.toUnsignedInt((short) SHORT.get(bytes, passed(Short.BYTES)));
    if (length != RecordEncoder.ABSENT && length > end - at) {
      throw new IllegalArgumentException("a journal record's text runs over its end");
    }
    return length;
  }

  private byte octet() {
    return bytes[passed(1)];
  }

  private long number() {
    return (long) LONG.get(bytes, passed(Long.BYTES));
  }

  /** Where so many bytes stand, which are read now. */
  private int passed(int count) {
    int start = at;
    if (count > end - start) {
      throw new IllegalArgumentException("a journal record is shorter than its type promises");
    }
    at = start + count;
    return start;
  }
}
