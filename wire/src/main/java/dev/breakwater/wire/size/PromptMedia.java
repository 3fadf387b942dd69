package dev.breakwater.wire.size;

import java.util.List;

/**
 * What is in a prompt beside text.
 *
 * @param images inline ones whose size their header tells
 * @param otherImages images by address or id, and inline ones of which no header can be read
 * @param audioBytes of inline sound
 * @param fileBytes of inline documents
 * @param files documents by address or id
 */
public record PromptMedia(
    List<Pixels> images, int otherImages, long audioBytes, long fileBytes, int files) {
  public static final PromptMedia NONE = new PromptMedia(List.of(), 0, 0, 0, 0);

  /** A page or so; what a file really has, only its provider can tell. */
  static final long PER_FILE = 1_500;

  /** A document takes so many bytes a page, at a guess between text and scans. */
  private static final long BYTES_A_PAGE = 50_000;

  /** 32 tokens a second (Gemini; OpenAI has 10), at 16,000 bytes a second (MP3 at 128 kbit/s). */
  private static final long AUDIO_BYTES_A_TOKEN = 500;

  /** An image's size. */
  public record Pixels(int width, int height) {}

  public PromptMedia {
    images = List.copyOf(images);
  }

  /** Whether there is nothing but text. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** Tokens of all of it. */
  public long tokens(ImageBilling billing) {
    if (isNone()) {
      return 0;
    }
    long tokens = otherImages * billing.unknown();
    for (Pixels image : images) {
      tokens += billing.tokens(image.width(), image.height());
    }
    long pages = files + (fileBytes + BYTES_A_PAGE - 1) / BYTES_A_PAGE;
    return tokens + pages * PER_FILE + audioBytes / AUDIO_BYTES_A_TOKEN;
  }
}
