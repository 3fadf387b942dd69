package dev.breakwater.wire.bridge;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.json.MalformedBody;
import org.jspecify.annotations.Nullable;

/** Scans a request for a response. */
final class ResponsesAskScan extends AskScan {
  private static final byte[] MODEL = bytes("model");
  private static final byte[] INPUT = bytes("input");
  private static final byte[] PROMPT = bytes("prompt");
  private static final byte[] STREAM = bytes("stream");
  private static final byte[] MAX_OUTPUT_TOKENS = bytes("max_output_tokens");
  private static final byte[] USER = bytes("user");
  private static final byte[] SAFETY_IDENTIFIER = bytes("safety_identifier");
  private static final byte[] REASONING = bytes("reasoning");
  private static final byte[] EFFORT = bytes("effort");
  private static final byte[] NONE = bytes("\"none\"");
  private static final byte[] BACKGROUND = bytes("background");
  private static final byte[] CONVERSATION = bytes("conversation");

  private boolean hasInput;
  private @Nullable String user;
  private @Nullable String safetyIdentifier;

  ResponsesAskScan(byte[] body) {
    super(body);
  }

  @Override
  void member() throws MalformedBody {
    if (cursor.keyIs(MODEL)) {
      model();
    } else if (cursor.keyIs(INPUT)) {
      hasInput |= input();
    } else if (cursor.keyIs(PROMPT)) {
      hasInput |= !cursor.atNull();
      cursor.skip();
    } else if (cursor.keyIs(STREAM)) {
      stream();
    } else if (cursor.keyIs(MAX_OUTPUT_TOKENS)) {
      facts.maxTokens = tokens("max_output_tokens");
    } else if (cursor.keyIs(USER)) {
      user = text("user");
    } else if (cursor.keyIs(SAFETY_IDENTIFIER)) {
      safetyIdentifier = text("safety_identifier");
    } else if (cursor.keyIs(REASONING) && cursor.peek() == '{') {
      facts.wantsReasoning = true;
      reasoning();
    } else if (cursor.keyIs(BACKGROUND)) {
      if (isTrue("background")) {
        throw new MalformedBody(
            "background", "'background' is not served here: answers come with their request");
      }
    } else if (cursor.keyIs(CONVERSATION) && !cursor.atNull()) {
      throw new MalformedBody(
          "conversation",
          "'conversation' is not served here: go on from an answer by 'previous_response_id'");
    } else {
      cursor.skip();
    }
  }

  private boolean input() throws MalformedBody {
    if (cursor.peek() == '"') {
      cursor.skip();
      return true;
    }
    return isFilledArray("input");
  }

  private void reasoning() throws MalformedBody {
    if (!cursor.firstMember()) {
      return;
    }
    do {
      if (cursor.keyIs(EFFORT)) {
        facts.wantsReasoning = !cursor.valueIs(NONE);
      } else {
        cursor.skip();
      }
    } while (cursor.nextMember());
  }

  @Override
  void check() throws MalformedBody {
    if (!hasInput) {
      throw wrong("input", "a string or a non-empty array");
    }
    facts.user = user == null ? safetyIdentifier : user;
  }
}
