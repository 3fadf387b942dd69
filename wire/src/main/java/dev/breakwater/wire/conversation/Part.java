package dev.breakwater.wire.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of a turn or of an answer, in the order in which it was said. */
public sealed interface Part {
  /** Plain text, with what it is based on where the model says so. */
  record Text(String text, List<Citation> citations) implements Part {
    public Text {
      citations = List.copyOf(citations);
    }

    public Text(String text) {
      this(text, List.of());
    }
  }

  /**
   * A picture, sound, film or file that is given to the model or made by it.
   *
   * @param name the file's name or title, where one was given
   * @param detail OpenAI's wish how closely a picture is looked at: low, high or auto
   */
  record Attachment(Media media, @Nullable String name, @Nullable String detail) implements Part {
    public Attachment(Media media) {
      this(media, null, null);
    }
  }

  /**
   * The model wants a tool called.
   *
   * <p>Gemini signs calls. Whoever reads such a call puts a {@link Thinking} with the same
   * signature right before it (the thoughts themselves, or empty ones), so that a protocol without
   * a place on the call carries it as it carries all signatures; whoever writes to Gemini finds it
   * in either place.
   *
   * @param id names the call within the conversation; never empty
   * @param arguments a JSON text, an object unless the model erred
   * @param signature what the provider wants back with the call; null where the protocol read has
   *     no place for it, though the thoughts before may have it
   */
  record ToolCall(String id, String name, String arguments, @Nullable Signature signature)
      implements Part {
    public ToolCall(String id, String name, String arguments) {
      this(id, name, arguments, null);
    }
  }

  /**
   * What a tool gave; in a user's turn.
   *
   * @param callId the call's id
   * @param name the tool's, where the protocol says it; {@link Calls#name} knows it otherwise
   * @param content texts and attachments; may be empty
   * @param isError whether the tool failed
   */
  record ToolResult(String callId, @Nullable String name, List<Part> content, boolean isError)
      implements Part {
    public ToolResult {
      content = List.copyOf(content);
    }
  }

  /**
   * The model's thoughts, as far as they are shown.
   *
   * @param text may be empty where only the signature is given
   * @param signature what the provider wants back to believe that it thought so
   */
  record Thinking(String text, @Nullable Signature signature) implements Part {}

  /** Thoughts that only their provider can read, to be given back unchanged. */
  record HiddenThinking(Signature data) implements Part {}

  /** The model declines, in its words. */
  record Refusal(String text) implements Part {}

  /** All before this point may be kept in the provider's prompt cache. */
  record CachePoint() implements Part {}
}
