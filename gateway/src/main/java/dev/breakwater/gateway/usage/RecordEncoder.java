package dev.breakwater.gateway.usage;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.trace.KeptTrace;
import dev.breakwater.wire.conversation.Tokens;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes one record's body by hand into a reused array: type, version, then fixed fields and texts
 * with their length in front. Texts longer than their field allows are cut, so that a body never
 * exceeds {@link #LARGEST_BEGAN}, {@link #LARGEST_ATTEMPT_ENDED} or {@link #LARGEST_REQUEST_ENDED}
 * and room can be reserved for it.
 */
final class RecordEncoder {
  static final byte BEGAN = 1;
  static final byte ATTEMPT_ENDED = 2;
  static final byte REQUEST_ENDED = 3;
  static final byte ATTEMPT_FORGONE = 4;
  static final byte VERSION = 3;

  /** Bytes of type and version, behind which every record has its request's id. */
  static final int HEAD = 2;

  /** The first version that has decisions; those before are still read. */
  static final byte WITH_DECISIONS = 2;

  /** The first version whose beginnings have the client's id and a mark. */
  static final byte WITH_MARKS = 3;

  /** The length that stands for an absent text. */
  static final int ABSENT = 0xFFFF;

  private static final int ID = 64;
  private static final int NAME = 128;
  private static final int MODEL = 256;
  private static final int MESSAGE = 1536;
  private static final int LENGTH = Short.BYTES;

  static final int LARGEST_BEGAN = 3 + ID + 4 * NAME + 2 * MODEL + 7 * LENGTH + 4 * Long.BYTES;
  static final int LARGEST_ATTEMPT_ENDED =
      4 + ID + 2 * NAME + MESSAGE + 4 * LENGTH + 11 * Long.BYTES;
  static final int LARGEST_REQUEST_ENDED =
      5 + ID + 6 * NAME + 4 * MODEL + MESSAGE + KeptTrace.LARGEST + 13 * LENGTH + 6 * Long.BYTES;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  /** The bytes before the body are the caller's. */
  final byte[] bytes;

  private final TextBytes texts = new TextBytes();
  private final int start;
  private int at;

  /**
   * @param start where bodies begin in {@link #bytes}
   */
  RecordEncoder(int start) {
    this.start = start;
    this.bytes = new byte[start + LARGEST_REQUEST_ENDED];
  }

  /** Encodes and returns where the body ends in {@link #bytes}. */
  int encode(UsageRecord usage) {
    at = start;
    switch (usage) {
      case AttemptBegan began -> began(began, began.mark());
      case AttemptEnded ended -> attemptEnded(ended);
      case AttemptForgone forgone -> attemptForgone(forgone);
      case RequestEnded ended -> requestEnded(ended);
    }
    return at;
  }

  /** Encodes the beginning of an attempt that notes its progress under a mark. */
  int encode(AttemptBegan began, long mark) {
    at = start;
    began(began, mark);
    return at;
  }

  /** A body of its own. */
  byte[] body(UsageRecord usage) {
    return Arrays.copyOfRange(bytes, start, encode(usage));
  }

  private void began(AttemptBegan began, long mark) {
    head(BEGAN);
    once(began.requestId(), ID);
    number(began.number());
    number(began.atMillis());
    text(began.tenant(), NAME);
    text(began.environment(), NAME);
    text(began.keyId(), NAME);
    text(began.target().providerId().toString(), NAME);
    text(began.target().model(), MODEL);
    octet(began.stream() ? 1 : 0);
    number(began.inputEstimate());
    onceIfAny(began.clientRequestId(), MODEL);
    number(mark);
  }

  private void attemptEnded(AttemptEnded ended) {
    head(ATTEMPT_ENDED);
    once(ended.requestId(), ID);
    number(ended.number());
    number(ended.atMillis());
    octet(code(ended.status()));
    number(ended.httpStatus());
    text(ended.errorType(), NAME);
    onceIfAny(ended.errorMessage(), MESSAGE);
    Tokens tokens = ended.tokens();
    number(tokens.input());
    number(tokens.output());
    number(tokens.cachedInput());
    number(tokens.cacheWrite());
    number(tokens.reasoning());
    octet(tokens.reported() ? 1 : 0);
    number(ended.costNanos());
    text(ended.priceVersion(), NAME);
    number(ended.durationMicros());
    number(ended.firstTokenMicros());
  }

  private void attemptForgone(AttemptForgone forgone) {
    head(ATTEMPT_FORGONE);
    once(forgone.requestId(), ID);
    number(forgone.number());
  }

  private void requestEnded(RequestEnded ended) {
    head(REQUEST_ENDED);
    once(ended.requestId(), ID);
    number(ended.startedMillis());
    onceIfAny(ended.clientRequestId(), MODEL);
    text(ended.tenant(), NAME);
    text(ended.environment(), NAME);
    text(ended.keyId(), NAME);
    text(ended.askedModel(), MODEL);
    target(ended.primary());
    target(ended.used());
    number(ended.attempts());
    octet(code(ended.status()));
    number(ended.httpStatus());
    text(ended.errorType(), NAME);
    onceIfAny(ended.errorMessage(), MESSAGE);
    octet(ended.stream() ? 1 : 0);
    octet(ended.estimated() ? 1 : 0);
    number(ended.responseMicros());
    number(ended.firstTokenMicros());
    decision(ended.decision());
  }

  private static int code(Status status) {
    return switch (status) {
      case SUCCESS -> 1;
      case ERROR -> 2;
      case CANCELLED -> 3;
      case INTERRUPTED -> 4;
      case REJECTED -> 5;
    };
  }

  private void head(byte type) {
    octet(type);
    octet(VERSION);
  }

  private void octet(int value) {
    bytes[at++] = (byte) value;
  }

  private void number(long value) {
    LONG.set(bytes, at, value);
    at += Long.BYTES;
  }

  private void target(@Nullable Target target) {
    text(target == null ? null : target.providerId().toString(), NAME);
    text(target == null ? null : target.model(), MODEL);
  }

  private void decision(@Nullable KeptTrace trace) {
    if (trace == null) {
      absent();
      return;
    }
    SHORT.set(bytes, at, (short) trace.length());
    trace.copyTo(bytes, at + LENGTH);
    at += LENGTH + trace.length();
  }

  private void absent() {
    SHORT.set(bytes, at, (short) ABSENT);
    at += LENGTH;
  }

  /** A text that other records have too. */
  private void text(@Nullable String text, int most) {
    if (text == null) {
      absent();
      return;
    }
    byte[] known = texts.of(text);
    if (known == null || known.length > most) {
      once(text, most);
      return;
    }
    SHORT.set(bytes, at, (short) known.length);
    System.arraycopy(known, 0, bytes, at + LENGTH, known.length);
    at += LENGTH + known.length;
  }

  private void onceIfAny(@Nullable String text, int most) {
    if (text == null) {
      absent();
    } else {
      once(text, most);
    }
  }

  /** A text that no other request has. */
  private void once(String text, int most) {
    int first = at + LENGTH;
    int count = Math.min(text.length(), most);
    int all = 0;
    for (int index = 0; index < count; index++) {
      char next = text.charAt(index);
      bytes[first + index] = (byte) next;
      all |= next;
    }
    int length = all < 0x80 ? count : encoded(text, first, most);
    SHORT.set(bytes, at, (short) length);
    at = first + length;
  }

  /** The rare text that is not plain ASCII; cut between characters. */
  private int encoded(String text, int first, int most) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(utf8.length, most);
    while (length < utf8.length && length > 0 && (utf8[length] & 0xC0) == 0x80) {
      length--;
    }
    System.arraycopy(utf8, 0, bytes, first, length);
    return length;
  }
}
