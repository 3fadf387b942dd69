package dev.breakwater.wire.size;

import dev.breakwater.wire.size.PromptMedia.Pixels;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One walk over a request's bytes, a table's entry a byte, that stops at quotes and escapes only.
 * It knows the words by which the protocols announce media; what a user says stands behind escapes
 * where it looks like one of them.
 */
final class SizeScan {
  /** So many bytes fit into the lanes of counts. */
  private static final int BLOCK = 1 << 19;

  /** Shorter texts are not worth to be media. */
  private static final int LEAST_MEDIA = 64;

  /** The kind of a data URL stands in front of so many bytes. */
  private static final int LONGEST_KIND = 100;

  /** More images than this have their size told by the first ones. */
  private static final int MOST_IMAGES = 500;

  private static final byte[] DATA_URL = bytes("data:");
  private static final byte[] DATA = bytes("data\"");
  private static final byte[] DOCUMENT = bytes("document\"");
  private static final byte[] IMAGE_URL = bytes("image_url\"");
  private static final byte[] IMAGE = bytes("image\"");
  private static final byte[] TYPE = bytes("\"type\"");
  private static final byte[][] FILES = {
    bytes("file_id\""), bytes("file_url\""), bytes("fileUri\""), bytes("file_uri\"")
  };

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';

  private final byte[] body;
  private final List<Pixels> images = new ArrayList<>(0);
  private long milli;
  private long signs;
  private long alphabet;
  private long ideographs;
  private int announcedImages;
  private int inlineImages;
  private int announcedFiles;
  private int inlineFiles;
  private long audioBytes;
  private long fileBytes;

  SizeScan(byte[] body) {
    this.body = body;
  }

  PromptSize scan() {
    int at = 0;
    while (at < body.length) {
      at = block(at, (int) Math.min(body.length, (long) at + BLOCK));
    }
    return new PromptSize(milli, script(), media());
  }

  private int block(int from, int to) {
    int[] weights = ByteWeights.WEIGHT;
    long[] kinds = ByteWeights.LANES;
    long weight = 0;
    long lanes = 0;
    int at = from;
    while (at < to) {
      int value = body[at] & 0xFF;
      long kind = kinds[value];
      weight += weights[value];
      if (kind >= 0) {
        lanes += kind;
        at++;
      } else {
        at = value == '"' ? quote(at) : escape(at);
      }
    }
    milli += weight;
    signs += lanes & ByteWeights.LANE;
    alphabet += (lanes >> 20) & ByteWeights.LANE;
    ideographs += (lanes >> 40) & ByteWeights.LANE;
    return at;
  }

  /** A sign written as an escape is one sign; gives the place behind it. */
  private int escape(int at) {
    boolean unicode = at + 5 < body.length && body[at + 1] == 'u';
    if (!unicode) {
      signs++;
      return at + 2;
    }
    if (body[at + 2] == '0') {
      alphabet++;
      return at + 6;
    }
    milli += ByteWeights.ESCAPED;
    ideographs++;
    return at + 6;
  }

  /** Whether a text begins here that announces media, or is some; gives the place to go on from. */
  private int quote(int at) {
    int next = at + 1;
    if (next >= body.length) {
      return next;
    }
    switch (body[next]) {
      case 'd' -> {
        if (is(next, DATA_URL)) {
          return dataUrl(next);
        }
        if (is(next, DATA)) {
          return data(next + DATA.length);
        }
        if (is(next, DOCUMENT) && isType(at)) {
          announcedFiles++;
        }
      }
      case 'i' -> {
        if ((is(next, IMAGE_URL) && isKey(next + IMAGE_URL.length))
            || (is(next, IMAGE) && isType(at))) {
          announcedImages++;
        }
      }
      case 'f' -> {
        for (byte[] key : FILES) {
          if (is(next, key) && isKey(next + key.length)) {
            announcedFiles++;
          }
        }
      }
      default -> {}
    }
    return next;
  }

  /** A {@code data:} URL, whose kind stands in front of its base64. */
  private int dataUrl(int from) {
    int last = Math.min(body.length, from + LONGEST_KIND);
    for (int at = from; at < last; at++) {
      if (body[at] == ',') {
        return media(at + 1);
      }
      if (body[at] == '"') {
        return from;
      }
    }
    return from;
  }

  /** What stands under the key {@code data}: base64, unless it is a text. */
  private int data(int behindKey) {
    int colon = spaces(behindKey);
    if (colon >= body.length || body[colon] != ':') {
      return behindKey;
    }
    int quote = spaces(colon + 1);
    if (quote >= body.length || body[quote] != '"') {
      return quote;
    }
    int start = quote + 1;
    if (is(start, DATA_URL)) {
      return dataUrl(start);
    }
    Base64Bytes beginning =
        new Base64Bytes(body, start, Math.min(body.length, start + LEAST_MEDIA));
    for (int index = 0; index < LEAST_MEDIA / 4 * 3; index += 3) {
      if (beginning.at(index) < 0) {
        return start;
      }
    }
    return media(start);
  }

  private int media(int start) {
    int end = closingQuote(start);
    if (end - start < LEAST_MEDIA) {
      return start;
    }
    Base64Bytes bytes = new Base64Bytes(body, start, end);
    Pixels size = ImageHeader.read(bytes);
    if (size != null) {
      inlineImages++;
      if (images.size() < MOST_IMAGES) {
        images.add(size);
      }
    } else if (bytes.has(0, "%PDF")) {
      inlineFiles++;
      fileBytes += bytes.length();
    } else if (isImage(start)) {
      inlineImages++;
    } else if (bytes.has(0, "RIFF") || bytes.has(0, "ID3") || bytes.has(0, "OggS")) {
      audioBytes += bytes.length();
    } else if (isFile(start)) {
      inlineFiles++;
      fileBytes += bytes.length();
    } else {
      audioBytes += bytes.length();
    }
    return end;
  }

  /** Whether the URL in front of the base64 says that it is an image. */
  private boolean isImage(int start) {
    return saysBefore(start, "data:image");
  }

  private boolean isFile(int start) {
    return saysBefore(start, "data:application") || saysBefore(start, "data:text");
  }

  private boolean saysBefore(int start, String word) {
    int from = Math.max(0, start - LONGEST_KIND);
    return new String(body, from, start - from, StandardCharsets.ISO_8859_1)
        .replace("\\", "")
        .contains(word);
  }

  /** Where the next quote stands, eight bytes at a time; the end where there is none. */
  private int closingQuote(int from) {
    int at = from;
    for (; at + Long.BYTES <= body.length; at += Long.BYTES) {
      long same = (long) WORD.get(body, at) ^ QUOTES;
      long found = (same - ONES) & ~same & HIGHS;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >> 3);
      }
    }
    while (at < body.length && body[at] != '"') {
      at++;
    }
    return at;
  }

  private boolean is(int at, byte[] word) {
    if (at + word.length > body.length) {
      return false;
    }
    for (int index = 0; index < word.length; index++) {
      if (body[at + index] != word[index]) {
        return false;
      }
    }
    return true;
  }

  private boolean isKey(int behind) {
    int colon = spaces(behind);
    return colon < body.length && body[colon] == ':';
  }

  /** Whether the text that begins here is the value of {@code type}. */
  private boolean isType(int quote) {
    int at = spacesBefore(quote);
    if (at < 1 || body[at - 1] != ':') {
      return false;
    }
    int key = spacesBefore(at - 1) - TYPE.length;
    return key >= 0 && is(key, TYPE);
  }

  private int spaces(int from) {
    int at = from;
    while (at < body.length && body[at] <= ' ' && body[at] >= 0) {
      at++;
    }
    return at;
  }

  private int spacesBefore(int end) {
    int at = end;
    while (at > 0 && body[at - 1] <= ' ' && body[at - 1] >= 0) {
      at--;
    }
    return at;
  }

  private PromptMedia media() {
    int others = Math.max(announcedImages, inlineImages) - images.size();
    int files = Math.max(0, announcedFiles - inlineFiles);
    return others == 0 && images.isEmpty() && files == 0 && audioBytes == 0 && fileBytes == 0
        ? PromptMedia.NONE
        : new PromptMedia(images, others, audioBytes, fileBytes, files);
  }

  /** What makes at least half of the tokens. */
  private Script script() {
    if (2 * ideographs * ByteWeights.THREE_BYTES > milli) {
      return Script.IDEOGRAPHS;
    }
    if (2 * alphabet * ByteWeights.TWO_BYTES > milli) {
      return Script.ALPHABET;
    }
    return 2 * signs * ByteWeights.SIGN > milli ? Script.CODE : Script.LATIN;
  }

  private static byte[] bytes(String word) {
    return word.getBytes(StandardCharsets.US_ASCII);
  }
}
