package dev.breakwater.wire.bridge;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.json.MalformedBody;

/** Scans a message request. */
final class AnthropicAskScan extends AskScan {
  private static final byte[] MODEL = bytes("model");
  private static final byte[] MESSAGES = bytes("messages");
  private static final byte[] STREAM = bytes("stream");
  private static final byte[] MAX_TOKENS = bytes("max_tokens");
  private static final byte[] METADATA = bytes("metadata");
  private static final byte[] USER_ID = bytes("user_id");
  private static final byte[] THINKING = bytes("thinking");
  private static final byte[] TYPE = bytes("type");
  private static final byte[] DISABLED = bytes("\"disabled\"");

  private final boolean limited;
  private boolean hasMessages;

  /**
   * @param limited whether a limit on output is demanded, as it is of all but questions for counts
   */
  AnthropicAskScan(byte[] body, boolean limited) {
    super(body);
    this.limited = limited;
  }

  @Override
  void member() throws MalformedBody {
    if (cursor.keyIs(MODEL)) {
      model();
    } else if (cursor.keyIs(MESSAGES)) {
      hasMessages = isFilledArray("messages");
    } else if (cursor.keyIs(STREAM)) {
      stream();
    } else if (cursor.keyIs(MAX_TOKENS)) {
      facts.maxTokens = tokens("max_tokens");
    } else if (cursor.keyIs(METADATA)) {
      user(USER_ID);
    } else if (cursor.keyIs(THINKING) && cursor.peek() == '{') {
      thinking();
    } else {
      cursor.skip();
    }
  }

  private void thinking() throws MalformedBody {
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(TYPE)) {
          facts.wantsReasoning = !cursor.valueIs(DISABLED);
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
  }

  @Override
  void check() throws MalformedBody {
    if (!hasMessages) {
      throw wrong("messages", "a non-empty array");
    }
    if (limited && facts.maxTokens < 0) {
      throw new MalformedBody("max_tokens", "'max_tokens' is required: a whole number");
    }
  }
}
