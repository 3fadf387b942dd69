package dev.breakwater.wire.bedrock;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.MalformedBody;

/**
 * Watches Converse's answers and events. A stream is complete with {@code messageStop}; {@code
 * metadata}, which has the counts, is the last of it.
 */
final class BedrockWatch extends AnswerWatch {
  private static final byte[] BLOCK_START = bytes("contentBlockStart");
  private static final byte[] BLOCK_DELTA = bytes("contentBlockDelta");
  private static final byte[] MESSAGE_STOP = bytes("messageStop");
  private static final byte[] METADATA = bytes("metadata");
  private static final byte[] OUTPUT = bytes("output");
  private static final byte[] STOP_REASON = bytes("stopReason");
  private static final byte[] USAGE = bytes("usage");
  private static final byte[] REASONING = bytes("reasoningContent");
  private static final byte[] REASONING_TEXT = bytes("reasoningText");
  private static final byte[] REDACTED = bytes("redactedContent");
  private static final byte[] TEXT = bytes("text");
  private static final byte[] NAME = bytes("name");
  private static final byte[] INPUT = bytes("input");
  private static final byte[] CITATIONS = bytes("citations");
  private static final byte[] CITATION = bytes("citation");
  private static final byte[] INPUT_TOKENS = bytes("inputTokens");
  private static final byte[] OUTPUT_TOKENS = bytes("outputTokens");
  private static final byte[] CACHE_READ = bytes("cacheReadInputTokens");
  private static final byte[] CACHE_WRITE = bytes("cacheWriteInputTokens");

  /** How many levels of an answer can hold content; what is deeper is none of Converse's. */
  private static final int DEPTH = 8;

  private boolean finished;

  @Override
  public boolean isFinished() {
    return finished && problem() == null;
  }

  @Override
  public byte[] endMarker() {
    return new byte[0];
  }

  @Override
  public void look(byte[] data, int start, int end) throws MalformedBody {
    cursor.reset(data, start, end);
    boolean failed = false;
    if (cursor.firstMember()) {
      do {
        byte first = cursor.peek();
        if (first == '{' && (cursor.keyIs(BLOCK_DELTA) || cursor.keyIs(BLOCK_START))) {
          content(DEPTH, false);
        } else if (first == '{' && cursor.keyIs(OUTPUT)) {
          content(DEPTH, false);
        } else if (first == '{' && cursor.keyIs(MESSAGE_STOP)) {
          envelope();
        } else if (first == '{' && cursor.keyIs(METADATA)) {
          envelope();
          sawEnd();
        } else if (first == '"' && cursor.keyIs(STOP_REASON)) {
          stopped();
        } else if (first == '{' && cursor.keyIs(USAGE)) {
          usage();
        } else {
          failed |= BedrockProblems.isFailure(cursor.keyText());
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    cursor.finish();
    Problem failure = failed ? BedrockProblems.inAnswer(Json.object(data, start, end)) : null;
    if (failure != null) {
      sawProblem(failure);
    }
  }

  /** What a {@code messageStop} or a {@code metadata} wraps. */
  private void envelope() throws MalformedBody {
    if (!cursor.firstMember()) {
      return;
    }
    do {
      if (cursor.peek() == '"' && cursor.keyIs(STOP_REASON)) {
        stopped();
      } else if (cursor.peek() == '{' && cursor.keyIs(USAGE)) {
        usage();
      } else {
        cursor.skip();
      }
    } while (cursor.nextMember());
  }

  private void stopped() throws MalformedBody {
    finished = true;
    sawFinish(BedrockFinish.read(cursor.text()));
  }

  /** Text, a call's name and input, and thoughts, however deep they stand in an object. */
  private void content(int levels, boolean thoughts) throws MalformedBody {
    if (!cursor.firstMember()) {
      return;
    }
    do {
      byte first = cursor.peek();
      boolean reasoning = thoughts || cursor.keyIs(REASONING) || cursor.keyIs(REASONING_TEXT);
      if (first == '"') {
        text(thoughts);
      } else if (first == '{' && cursor.keyIs(INPUT)) {
        int from = cursor.position();
        cursor.skip();
        sawContent(cursor.position() - from);
      } else if (first == '{' && levels > 0 && !cursor.keyIs(CITATION)) {
        content(levels - 1, reasoning);
      } else if (first == '[' && levels > 0 && !cursor.keyIs(CITATIONS)) {
        elements(levels - 1);
      } else {
        cursor.skip();
      }
    } while (cursor.nextMember());
  }

  private void elements(int levels) throws MalformedBody {
    if (cursor.firstElement()) {
      do {
        if (cursor.peek() == '{' && levels > 0) {
          content(levels - 1, false);
        } else {
          cursor.skip();
        }
      } while (cursor.nextElement());
    }
  }

  private void text(boolean thoughts) throws MalformedBody {
    boolean said = cursor.keyIs(TEXT);
    boolean called = cursor.keyIs(NAME) || cursor.keyIs(INPUT);
    boolean hidden = cursor.keyIs(REDACTED);
    int size = cursor.skipText();
    if (size == 0) {
      return;
    }
    if (thoughts && (said || hidden)) {
      sawThinking(size);
    } else if (said || called) {
      sawContent(size);
    }
  }

  private void usage() throws MalformedBody {
    long input = 0;
    long output = 0;
    long cacheRead = 0;
    long cacheWrite = 0;
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(INPUT_TOKENS)) {
          input = cursor.count();
        } else if (cursor.keyIs(OUTPUT_TOKENS)) {
          output = cursor.count();
        } else if (cursor.keyIs(CACHE_READ)) {
          cacheRead = cursor.count();
        } else if (cursor.keyIs(CACHE_WRITE)) {
          cacheWrite = cursor.count();
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    sawTokens(BedrockUsage.tokens(input, output, cacheRead, cacheWrite));
  }
}
