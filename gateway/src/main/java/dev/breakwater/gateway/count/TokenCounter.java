package dev.breakwater.gateway.count;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Toolbox;
import java.util.regex.Pattern;

/**
 * Counts a prompt's tokens where its provider has no question for that, by OpenAI's public
 * vocabularies: exact for the text of OpenAI's models, near for others. Takes tens of microseconds
 * a kilobyte, and the first time half a second: not for an event loop.
 */
public final class TokenCounter {
  /** What OpenAI's chat format adds to each message, and to the answer's beginning. */
  private static final long PER_TURN = 4;

  private static final long PER_CONVERSATION = 3;

  /**
   * An image of ordinary size: OpenAI's four tiles of 170 and their base of 85. Its true price
   * depends on its pixels, which nobody looks at here.
   */
  private static final long PER_IMAGE = 765;

  /** A page or so; what a file really has, only its provider can tell. */
  private static final long PER_FILE = 1_500;

  private static final Pattern OLDER =
      Pattern.compile("(.*/)?(gpt-3\\.5|gpt-4(?!o|\\.|-o)|text-embedding).*");

  private final EncodingRegistry registry = Encodings.newLazyEncodingRegistry();

  /** About how many input tokens a conversation has with a model. */
  public long count(String model, Conversation conversation) {
    Encoding encoding =
        registry.getEncoding(
            OLDER.matcher(model).matches() ? EncodingType.CL100K_BASE : EncodingType.O200K_BASE);
    long tokens = PER_CONVERSATION;
    for (Part part : conversation.system()) {
      tokens += PER_TURN + count(part, encoding);
    }
    for (var turn : conversation.turns()) {
      tokens += PER_TURN;
      for (Part part : turn.parts()) {
        tokens += count(part, encoding);
      }
    }
    for (Toolbox.Tool tool : conversation.toolbox().tools()) {
      tokens += PER_TURN + count(tool.name(), encoding);
      tokens += count(String.valueOf(tool.description()), encoding);
      tokens += tool.parameters() == null ? 0 : count(tool.parameters().toString(), encoding);
    }
    if (conversation.output() instanceof OutputFormat.JsonSchema schema) {
      tokens += count(schema.schema().toString(), encoding);
    }
    return tokens;
  }

  private static long count(Part part, Encoding encoding) {
    return switch (part) {
      case Part.Text text -> count(text.text(), encoding);
      case Part.Refusal refusal -> count(refusal.text(), encoding);
      case Part.Thinking thinking -> count(thinking.text(), encoding);
      case Part.ToolCall call ->
          PER_TURN + count(call.name(), encoding) + count(call.arguments(), encoding);
      case Part.ToolResult result ->
          PER_TURN + result.content().stream().mapToLong(it -> count(it, encoding)).sum();
      case Part.Attachment attachment -> count(attachment.media(), encoding);
      case Part.HiddenThinking hidden -> 0;
      case Part.CachePoint point -> 0;
    };
  }

  private static long count(Media media, Encoding encoding) {
    return media instanceof Media.PlainText text
        ? count(text.text(), encoding)
        : media.kindOf() == Media.Kind.IMAGE ? PER_IMAGE : PER_FILE;
  }

  private static long count(String text, Encoding encoding) {
    return encoding.countTokensOrdinary(text);
  }
}
