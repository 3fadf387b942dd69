package dev.breakwater.gateway.offers;

/** What a provider says that a model is for. */
public enum Use {
  /** It answers conversations. */
  CHAT("chat"),
  /** It makes vectors. */
  EMBEDDINGS("embeddings"),
  /** It answers no conversations; what else it does, the list does not say. */
  NOT_CHAT("not_chat"),
  /** It does something else, such as images. */
  OTHER("other"),
  /** Nothing is said, so it may be for anything. */
  UNSAID("");

  private final String word;

  Use(String word) {
    this.word = word;
  }

  /** As it is written down; empty when nothing is said. */
  public String word() {
    return word;
  }

  /** The one that is written so; {@link #UNSAID} for words of other versions. */
  public static Use named(String word) {
    for (Use use : values()) {
      if (use.word.equals(word)) {
        return use;
      }
    }
    return UNSAID;
  }

  /**
   * Whether a request may be sent to such a model that did not name its provider.
   *
   * @param conversation whether the request is one; embeddings otherwise
   */
  public boolean suits(boolean conversation) {
    return switch (this) {
      case CHAT -> conversation;
      case EMBEDDINGS, NOT_CHAT -> !conversation;
      case OTHER -> false;
      case UNSAID -> true;
    };
  }
}
