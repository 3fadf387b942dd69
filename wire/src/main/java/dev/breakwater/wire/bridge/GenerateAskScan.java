package dev.breakwater.wire.bridge;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.json.MalformedBody;

/** Scans a request in Breakwater's own words. */
final class GenerateAskScan extends AskScan {
  private static final byte[] PROMPT = bytes("prompt");
  private static final byte[] MESSAGES = bytes("messages");
  private static final byte[] MODEL = bytes("model");
  private static final byte[] STREAM = bytes("stream");
  private static final byte[] MAX_TOKENS = bytes("maxTokens");
  private static final byte[] USER = bytes("user");
  private static final byte[] EFFORT = bytes("effort");
  private static final byte[] NONE = bytes("\"none\"");

  private boolean isAsked;

  GenerateAskScan(byte[] body) {
    super(body);
  }

  @Override
  void member() throws MalformedBody {
    if (cursor.keyIs(MODEL)) {
      model();
    } else if (cursor.keyIs(STREAM)) {
      facts.stream = isTrue("stream");
    } else if (cursor.keyIs(MAX_TOKENS)) {
      facts.maxTokens = tokens("maxTokens");
    } else if (cursor.keyIs(USER)) {
      facts.user = text("user");
    } else if (cursor.keyIs(EFFORT)) {
      boolean isNull = cursor.atNull();
      facts.wantsReasoning = !cursor.valueIs(NONE) && !isNull;
    } else {
      isAsked |= (cursor.keyIs(PROMPT) || cursor.keyIs(MESSAGES)) && !cursor.atNull();
      cursor.skip();
    }
  }

  @Override
  void check() throws MalformedBody {
    if (!isAsked) {
      throw new MalformedBody(
          "prompt", "give either 'prompt', a string, or 'messages', a non-empty array");
    }
  }
}
