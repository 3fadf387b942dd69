package dev.breakwater.wire.bridge;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.json.MalformedBody;

/** Scans a request to complete a prompt, which is never passed on as it is. */
final class CompletionsAskScan extends AskScan {
  private static final byte[] MODEL = bytes("model");
  private static final byte[] PROMPT = bytes("prompt");
  private static final byte[] STREAM = bytes("stream");
  private static final byte[] STREAM_OPTIONS = bytes("stream_options");
  private static final byte[] INCLUDE_USAGE = bytes("include_usage");
  private static final byte[] MAX_TOKENS = bytes("max_tokens");
  private static final byte[] CHOICES = bytes("n");
  private static final byte[] USER = bytes("user");

  private boolean hasPrompt;

  CompletionsAskScan(byte[] body) {
    super(body);
  }

  @Override
  void member() throws MalformedBody {
    if (cursor.keyIs(MODEL)) {
      model();
    } else if (cursor.keyIs(PROMPT)) {
      hasPrompt = !cursor.atNull();
      cursor.skip();
    } else if (cursor.keyIs(STREAM)) {
      facts.stream = isTrue("stream");
    } else if (cursor.keyIs(STREAM_OPTIONS) && cursor.peek() == '{') {
      streamOptions();
    } else if (cursor.keyIs(MAX_TOKENS)) {
      facts.maxTokens = tokens("max_tokens");
    } else if (cursor.keyIs(CHOICES)) {
      facts.choices = (int) integer("n", AnswerWatch.MOST_CHOICES, 1);
    } else if (cursor.keyIs(USER)) {
      facts.user = text("user");
    } else {
      cursor.skip();
    }
  }

  private void streamOptions() throws MalformedBody {
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(INCLUDE_USAGE)) {
          facts.includeUsage = isTrue("stream_options.include_usage");
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
  }

  @Override
  void check() throws MalformedBody {
    if (!hasPrompt) {
      throw wrong("prompt", "a string or an array with one string");
    }
  }
}
