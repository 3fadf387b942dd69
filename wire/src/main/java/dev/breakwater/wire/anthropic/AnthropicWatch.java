package dev.breakwater.wire.anthropic;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.json.MalformedBody;

/**
 * Watches messages and their events.
 *
 * <p>A stream is complete with the stop reason that {@code message_delta} brings: nothing of the
 * answer comes after it. {@code message_stop} is the end marker, as {@code [DONE]} is elsewhere.
 */
final class AnthropicWatch extends AnswerWatch {
  private static final byte[] END =
      bytes("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
  private static final byte[] TYPE = bytes("type");
  private static final byte[] DELTA = bytes("delta");
  private static final byte[] CONTENT_BLOCK = bytes("content_block");
  private static final byte[] MESSAGE = bytes("message");
  private static final byte[] CONTENT = bytes("content");
  private static final byte[] USAGE = bytes("usage");
  private static final byte[] STOP_REASON = bytes("stop_reason");
  private static final byte[] ERROR = bytes("error");
  private static final byte[] TEXT = bytes("text");
  private static final byte[] PARTIAL_JSON = bytes("partial_json");
  private static final byte[] THINKING = bytes("thinking");
  private static final byte[] INPUT = bytes("input");
  private static final byte[] NAME = bytes("name");
  private static final byte[] DATA = bytes("data");
  private static final byte[] OUTPUT_DETAILS = bytes("output_tokens_details");
  private static final byte[] THINKING_TOKENS = bytes("thinking_tokens");
  private static final byte[] INPUT_TOKENS = bytes("input_tokens");
  private static final byte[] OUTPUT_TOKENS = bytes("output_tokens");
  private static final byte[] CACHE_READ = bytes("cache_read_input_tokens");
  private static final byte[] CREATION = bytes("cache_creation");
  private static final byte[] CREATED_HOUR = bytes("ephemeral_1h_input_tokens");
  private static final byte[] CACHE_CREATION = bytes("cache_creation_input_tokens");

  private boolean finished;
  private final AnthropicUsage usage = new AnthropicUsage();

  @Override
  public boolean isFinished() {
    return finished && problem() == null;
  }

  @Override
  public byte[] endMarker() {
    return END;
  }

  @Override
  public void look(byte[] data, int start, int end) throws MalformedBody {
    cursor.reset(data, start, end);
    String type = "";
    boolean failed = false;
    if (cursor.firstMember()) {
      do {
        byte first = cursor.peek();
        if (first == '"' && cursor.keyIs(TYPE)) {
          type = cursor.text();
        } else if (first == '{' && cursor.keyIs(DELTA)) {
          block();
        } else if (first == '{' && cursor.keyIs(CONTENT_BLOCK)) {
          block();
        } else if (first == '{' && cursor.keyIs(MESSAGE)) {
          message();
        } else if (first == '[' && cursor.keyIs(CONTENT)) {
          content();
        } else if (first == '{' && cursor.keyIs(USAGE)) {
          usage();
        } else if (first == '"' && cursor.keyIs(STOP_REASON)) {
          stopped();
        } else {
          failed |= cursor.keyIs(ERROR) && !cursor.atNull();
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    cursor.finish();
    if (failed || type.equals("error")) {
      sawProblem(AnthropicProblems.inAnswer(data, start, end));
    } else if (type.isEmpty()) {
      throw new MalformedBody("type", "the answer has no 'type'");
    } else if (type.equals("message_stop")) {
      finished = true;
      sawEnd();
    }
  }

  /** The message that a stream starts with: only its usage tells something. */
  private void message() throws MalformedBody {
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(USAGE) && cursor.peek() == '{') {
          usage();
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
  }

  private void content() throws MalformedBody {
    if (cursor.firstElement()) {
      do {
        if (cursor.peek() == '{') {
          block();
        } else {
          cursor.skip();
        }
      } while (cursor.nextElement());
    }
  }

  /** A delta or a block: text, thinking, a call's name and input, or the message's stop reason. */
  private void block() throws MalformedBody {
    if (!cursor.firstMember()) {
      return;
    }
    do {
      byte first = cursor.peek();
      if (first == '"' && cursor.keyIs(STOP_REASON)) {
        stopped();
        continue;
      }
      boolean content =
          (first == '"' && (cursor.keyIs(TEXT) || cursor.keyIs(PARTIAL_JSON) || cursor.keyIs(NAME)))
              || (first == '{' && cursor.keyIs(INPUT));
      boolean thinking = first == '"' && (cursor.keyIs(THINKING) || cursor.keyIs(DATA));
      int from = cursor.position();
      cursor.skip();
      int size = cursor.position() - from - 2;
      if (content && size > 0) {
        sawContent(size);
      } else if (thinking && size > 0) {
        sawThinking(size);
      }
    } while (cursor.nextMember());
  }

  private void stopped() throws MalformedBody {
    finished = true;
    sawFinish(AnthropicFinish.read(cursor.text()));
  }

  private void usage() throws MalformedBody {
    if (!cursor.firstMember()) {
      return;
    }
    do {
      if (cursor.atNull()) {
        cursor.skip();
      } else if (cursor.keyIs(INPUT_TOKENS)) {
        usage.input = cursor.integer();
      } else if (cursor.keyIs(OUTPUT_TOKENS)) {
        usage.output = cursor.integer();
      } else if (cursor.keyIs(CACHE_READ)) {
        usage.cacheRead = cursor.integer();
      } else if (cursor.keyIs(CACHE_CREATION)) {
        usage.cacheCreation = cursor.integer();
      } else if (cursor.peek() == '{' && cursor.keyIs(OUTPUT_DETAILS)) {
        usage.thinking = detail(THINKING_TOKENS, usage.thinking);
      } else if (cursor.peek() == '{' && cursor.keyIs(CREATION)) {
        usage.cacheCreationHour = detail(CREATED_HOUR, usage.cacheCreationHour);
      } else {
        cursor.skip();
      }
    } while (cursor.nextMember());
    sawTokens(usage.tokens());
  }

  /** One count of an object of them. */
  private long detail(byte[] name, long before) throws MalformedBody {
    long found = before;
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(name)) {
          found = cursor.count();
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    return found;
  }
}
