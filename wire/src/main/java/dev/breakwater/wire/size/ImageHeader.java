package dev.breakwater.wire.size;

import dev.breakwater.wire.size.PromptMedia.Pixels;
import org.jspecify.annotations.Nullable;

/** Reads an image's size from its first bytes: PNG, JPEG, GIF and WebP. */
final class ImageHeader {
  /** A larger side is no image that a vendor takes. */
  private static final int LONGEST = 65_535;

  /** Segments before a JPEG's frame: profiles, thumbnails, tables. */
  private static final int MOST_SEGMENTS = 64;

  private ImageHeader() {}

  /** Null when it is none of these, or its header cannot be read. */
  static @Nullable Pixels read(Base64Bytes image) {
    if (image.has(1, "PNG")) {
      return image.big(16) == 0 && image.big(20) == 0 ? pixels(image.big(18), image.big(22)) : null;
    }
    if (image.has(0, "GIF8")) {
      return pixels(image.little(6), image.little(8));
    }
    if (image.has(0, "RIFF") && image.has(8, "WEBP")) {
      return webp(image);
    }
    return image.big(0) == 0xFFD8 ? jpeg(image) : null;
  }

  /** Steps from segment to segment until the one that begins the frame. */
  private static @Nullable Pixels jpeg(Base64Bytes image) {
    long at = 2;
    for (int segment = 0; segment < MOST_SEGMENTS; segment++) {
      int marker = image.big(at);
      int length = image.big(at + 2);
      if (marker < 0xFFC0 || length < 2) {
        return null;
      }
      boolean frame = marker <= 0xFFCF && marker != 0xFFC4 && marker != 0xFFC8 && marker != 0xFFCC;
      if (frame) {
        return pixels(image.big(at + 7), image.big(at + 5));
      }
      at += 2 + length;
    }
    return null;
  }

  private static @Nullable Pixels webp(Base64Bytes image) {
    if (image.has(12, "VP8 ")) {
      int width = image.little(26);
      int height = image.little(28);
      return width < 0 || height < 0 ? null : pixels(width & 0x3FFF, height & 0x3FFF);
    }
    if (image.has(12, "VP8L")) {
      int low = image.little(21);
      int high = image.little(23);
      return low < 0 || high < 0
          ? null
          : pixels((low & 0x3FFF) + 1, ((low >> 14) | ((high & 0xFFF) << 2)) + 1);
    }
    if (image.has(12, "VP8X")) {
      int width = image.little(24);
      int height = image.little(27);
      return width < 0 || height < 0 || image.at(26) != 0 || image.at(29) != 0
          ? null
          : pixels(width + 1, height + 1);
    }
    return null;
  }

  private static @Nullable Pixels pixels(int width, int height) {
    return width > 0 && height > 0 && width <= LONGEST && height <= LONGEST
        ? new Pixels(width, height)
        : null;
  }
}
