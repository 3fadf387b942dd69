package dev.breakwater.wire.conversation;

import org.jspecify.annotations.Nullable;

/**
 * What a text is based on.
 *
 * @param source the web page's address, null when it is one of the documents given
 * @param title the page's or document's
 * @param document index of the document among those given, null for a web page
 * @param quoted the words relied on
 * @param span where they stand in the document, or where in the answer's text the citation belongs
 *     when {@code unit} says so
 */
public record Citation(
    @Nullable String source,
    @Nullable String title,
    @Nullable Integer document,
    @Nullable String quoted,
    @Nullable Span span) {

  /**
   * @param end exclusive
   */
  public record Span(Unit unit, int start, int end) {}

  /** What a span counts. */
  public enum Unit {
    DOCUMENT_CHARACTERS,
    DOCUMENT_PAGES,
    DOCUMENT_BLOCKS,
    ANSWER_CHARACTERS
  }
}
