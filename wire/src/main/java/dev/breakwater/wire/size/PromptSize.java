package dev.breakwater.wire.size;

/**
 * What a request's bytes tell of how many tokens its prompt has. Nothing is parsed and no media
 * decoded beyond its header; inline media do not count as text.
 *
 * @param milliTokens of the text, in thousandths, as vocabularies have it on the average
 * @param script that most of the text is in
 * @param media what is in it beside text
 */
public record PromptSize(long milliTokens, Script script, PromptMedia media) {
  public static final PromptSize EMPTY = new PromptSize(0, Script.LATIN, PromptMedia.NONE);

  private static final long MILLI = 1_000;

  /** Walks the body once. */
  public static PromptSize of(byte[] body) {
    return new SizeScan(body).scan();
  }

  /** Tokens of the text, rounded up. */
  public long textTokens() {
    return (milliTokens + MILLI - 1) / MILLI;
  }

  /** Tokens of text and media for a model of which nothing else is known. */
  public long tokens() {
    return textTokens() + media.tokens(ImageBilling.BY_PIXELS);
  }
}
