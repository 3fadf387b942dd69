package dev.breakwater.wire.bridge;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.json.SeenKeys;
import org.jspecify.annotations.Nullable;

/** Scans a chat completion request. */
final class OpenAiAskScan extends AskScan {
  private static final byte[] MODEL = bytes("model");
  private static final byte[] MESSAGES = bytes("messages");
  private static final byte[] STREAM = bytes("stream");
  private static final byte[] STREAM_OPTIONS = bytes("stream_options");
  private static final byte[] INCLUDE_USAGE = bytes("include_usage");
  private static final byte[] MAX_TOKENS = bytes("max_tokens");
  private static final byte[] MAX_COMPLETION_TOKENS = bytes("max_completion_tokens");
  private static final byte[] CHOICES = bytes("n");
  private static final byte[] USER = bytes("user");
  private static final byte[] METADATA = bytes("metadata");
  private static final byte[] USER_ID = bytes("user_id");
  private static final byte[] REASONING_EFFORT = bytes("reasoning_effort");
  private static final byte[] REASONING = bytes("reasoning");
  private static final byte[] NONE = bytes("\"none\"");
  private static final byte[] FUNCTIONS = bytes("functions");

  private boolean hasMessages;
  private long maxTokens = -1;
  private long maxCompletionTokens = -1;
  private @Nullable String user;

  OpenAiAskScan(byte[] body) {
    super(body);
  }

  @Override
  void member() throws MalformedBody {
    if (cursor.keyIs(MODEL)) {
      model();
    } else if (cursor.keyIs(MESSAGES)) {
      hasMessages = isFilledArray("messages");
    } else if (cursor.keyIs(STREAM)) {
      stream();
    } else if (cursor.keyIs(STREAM_OPTIONS)) {
      streamOptions();
    } else if (cursor.keyIs(MAX_TOKENS)) {
      maxTokens = tokens("max_tokens");
    } else if (cursor.keyIs(MAX_COMPLETION_TOKENS)) {
      maxCompletionTokens = tokens("max_completion_tokens");
    } else if (cursor.keyIs(CHOICES)) {
      facts.choices = (int) integer("n", AnswerWatch.MOST_CHOICES, 1);
    } else if (cursor.keyIs(USER)) {
      user = text("user");
    } else if (cursor.keyIs(METADATA)) {
      user(USER_ID);
    } else if (cursor.keyIs(REASONING_EFFORT) || cursor.keyIs(REASONING)) {
      boolean isNull = cursor.atNull();
      boolean isNone = cursor.valueIs(NONE);
      facts.wantsReasoning |= !isNull && !isNone;
    } else if (cursor.keyIs(FUNCTIONS)) {
      facts.functions = !cursor.atNull();
      cursor.skip();
    } else {
      cursor.skip();
    }
  }

  private void streamOptions() throws MalformedBody {
    facts.optionsStart = cursor.position();
    if (cursor.atNull()) {
      cursor.skip();
    } else if (cursor.peek() != '{') {
      throw wrong("stream_options", "an object");
    } else if (cursor.firstMember()) {
      SeenKeys seen = new SeenKeys();
      do {
        seen.add(cursor);
        if (cursor.keyIs(INCLUDE_USAGE)) {
          facts.includeStart = cursor.position();
          facts.includeUsage = isTrue("stream_options.include_usage");
          facts.includeEnd = cursor.position();
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    } else {
      facts.optionsAreEmpty = true;
    }
    facts.optionsEnd = cursor.position();
  }

  @Override
  void check() throws MalformedBody {
    if (!hasMessages) {
      throw wrong("messages", "a non-empty array");
    }
    facts.maxTokens = maxCompletionTokens >= 0 ? maxCompletionTokens : maxTokens;
    if (user != null) {
      facts.user = user;
    }
  }
}
