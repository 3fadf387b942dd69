package dev.breakwater.wire.responses;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.format.ProblemText;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.Arrays;

/**
 * Watches responses and their events. A stream is complete with the event that carries the whole
 * response; there is no other end marker.
 */
final class ResponsesWatch extends AnswerWatch {
  private static final byte[] NOTHING = {};
  private static final byte[] DONE = bytes("[DONE]");
  private static final byte[] TYPE = bytes("type");
  private static final byte[] DELTA = bytes("delta");
  private static final byte[] RESPONSE = bytes("response");
  private static final byte[] OBJECT = bytes("object");
  private static final byte[] QUOTED_RESPONSE = bytes("\"response\"");
  private static final byte[] ERROR = bytes("error");
  private static final byte[] STATUS = bytes("status");
  private static final byte[] INCOMPLETE_DETAILS = bytes("incomplete_details");
  private static final byte[] REASON = bytes("reason");
  private static final byte[] OUTPUT = bytes("output");
  private static final byte[] USAGE = bytes("usage");
  private static final byte[] CONTENT = bytes("content");
  private static final byte[] SUMMARY = bytes("summary");
  private static final byte[] ARGUMENTS = bytes("arguments");
  private static final byte[] RESULT = bytes("result");
  private static final byte[] TEXT = bytes("text");
  private static final byte[] REFUSAL = bytes("refusal");
  private static final byte[] SERVICE_TIER = bytes("service_tier");
  private static final byte[] INPUT_TOKENS = bytes("input_tokens");
  private static final byte[] OUTPUT_TOKENS = bytes("output_tokens");
  private static final byte[] INPUT_DETAILS = bytes("input_tokens_details");
  private static final byte[] OUTPUT_DETAILS = bytes("output_tokens_details");
  private static final byte[] CACHED_TOKENS = bytes("cached_tokens");
  private static final byte[] CACHE_WRITE_TOKENS = bytes("cache_write_tokens");
  private static final byte[] REASONING_TOKENS = bytes("reasoning_tokens");

  private boolean finished;

  // Of the response object that is being looked at.
  private boolean counts;
  private boolean calls;
  private boolean refuses;

  // Of an object that is being looked at.
  private long first;
  private long second;

  @Override
  public boolean isFinished() {
    return finished && problem() == null;
  }

  @Override
  public byte[] endMarker() {
    return NOTHING;
  }

  @Override
  public void look(byte[] data, int start, int end) throws MalformedBody {
    cursor.reset(data, start, end);
    if (cursor.peek() == '[' && isDone(data, cursor.position(), end)) {
      sawEnd();
      return;
    }
    String type = "";
    boolean whole = false;
    boolean failed = false;
    int delta = 0;
    int from = -1;
    int to = -1;
    if (cursor.firstMember()) {
      do {
        byte next = cursor.peek();
        if (next == '"' && cursor.keyIs(TYPE)) {
          type = cursor.text();
        } else if (next == '"' && cursor.keyIs(DELTA)) {
          delta = cursor.skipText();
        } else if (next == '{' && cursor.keyIs(RESPONSE)) {
          from = cursor.position();
          cursor.skip();
          to = cursor.position();
        } else if (cursor.keyIs(OBJECT)) {
          whole = cursor.valueIs(QUOTED_RESPONSE);
        } else {
          failed |= cursor.keyIs(ERROR) && !cursor.atNull();
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    cursor.finish();
    if (failed) {
      problem(data, start, end);
    } else if (!type.isEmpty()) {
      event(type, delta, data, start, end, from, to);
    } else if (whole) {
      response(data, start, end);
    } else {
      throw new MalformedBody("type", "the answer has no 'type' and is no response");
    }
  }

  private static boolean isDone(byte[] data, int start, int end) {
    int last = end;
    while (last > start && data[last - 1] <= ' ') {
      last--;
    }
    return Arrays.equals(data, start, last, DONE, 0, DONE.length);
  }

  private void event(String type, int delta, byte[] data, int start, int end, int from, int to)
      throws MalformedBody {
    switch (type) {
      case "error", "response.failed", "response.cancelled" -> problem(data, start, end);
      case "response.completed", "response.incomplete" -> {
        if (from < 0) {
          throw new MalformedBody("response", "the last event has no 'response'");
        }
        response(data, from, to);
        sawEnd();
      }
      default -> {
        if (delta > 0 && type.endsWith(".delta")) {
          if (type.contains("reasoning")) {
            sawThinking(delta);
          } else {
            sawContent(delta);
          }
        }
      }
    }
  }

  private void problem(byte[] data, int start, int end) {
    JsonObject root = ProblemText.object(data, start, end);
    sawProblem(
        root == null
            ? ProblemText.plain(502, Arrays.copyOfRange(data, start, end))
            : ResponsesProblems.inAnswer(root));
  }

  /** Content that came in pieces is not counted again. */
  private void response(byte[] data, int start, int end) throws MalformedBody {
    counts = !hasContent();
    calls = false;
    refuses = false;
    String status = "";
    String reason = "";
    cursor.reset(data, start, end);
    if (cursor.firstMember()) {
      do {
        byte next = cursor.peek();
        if (next == '"' && cursor.keyIs(STATUS)) {
          status = cursor.text();
        } else if (next == '{' && cursor.keyIs(INCOMPLETE_DETAILS)) {
          reason = reason();
        } else if (next == '[' && cursor.keyIs(OUTPUT)) {
          output();
        } else if (next == '"' && cursor.keyIs(SERVICE_TIER)) {
          sawService(cursor.text());
        } else if (next == '{' && cursor.keyIs(USAGE)) {
          usage();
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    switch (status) {
      case "completed" ->
          finished(
              calls ? FinishReason.TOOL_CALLS : refuses ? FinishReason.REFUSAL : FinishReason.STOP);
      case "incomplete" -> finished(Replies.incomplete(reason));
      case "failed", "cancelled" -> problem(data, start, end);
      default -> {}
    }
  }

  private void finished(FinishReason reason) {
    finished = true;
    sawFinish(reason);
  }

  private String reason() throws MalformedBody {
    String reason = "";
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(REASON) && cursor.peek() == '"') {
          reason = cursor.text();
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    return reason;
  }

  private void output() throws MalformedBody {
    if (!cursor.firstElement()) {
      return;
    }
    do {
      if (cursor.peek() == '{') {
        item();
      } else {
        cursor.skip();
      }
    } while (cursor.nextElement());
  }

  private void item() throws MalformedBody {
    String type = "";
    long content = 0;
    long thoughts = 0;
    if (cursor.firstMember()) {
      do {
        byte next = cursor.peek();
        if (next == '"' && cursor.keyIs(TYPE)) {
          type = cursor.text();
        } else if (next == '[' && cursor.keyIs(CONTENT)) {
          content += texts();
        } else if (next == '[' && cursor.keyIs(SUMMARY)) {
          thoughts += texts();
        } else if (next == '"' && (cursor.keyIs(ARGUMENTS) || cursor.keyIs(RESULT))) {
          content += cursor.skipText();
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    calls |= type.equals("function_call");
    boolean thinks = type.equals("reasoning");
    if (counts && thinks && content + thoughts > 0) {
      sawThinking(content + thoughts);
    } else if (counts && !thinks && content > 0) {
      sawContent(content);
    }
  }

  private long texts() throws MalformedBody {
    long size = 0;
    if (!cursor.firstElement()) {
      return size;
    }
    do {
      if (cursor.peek() == '{') {
        size += texts(cursor.firstMember());
      } else {
        cursor.skip();
      }
    } while (cursor.nextElement());
    return size;
  }

  private long texts(boolean filled) throws MalformedBody {
    long size = 0;
    for (boolean more = filled; more; more = cursor.nextMember()) {
      boolean text = cursor.peek() == '"';
      if (text && cursor.keyIs(TEXT)) {
        size += cursor.skipText();
      } else if (text && cursor.keyIs(REFUSAL)) {
        refuses = true;
        size += cursor.skipText();
      } else {
        cursor.skip();
      }
    }
    return size;
  }

  private void usage() throws MalformedBody {
    long input = 0;
    long output = 0;
    long cached = 0;
    long written = 0;
    long reasoning = 0;
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(INPUT_TOKENS)) {
          input = cursor.count();
        } else if (cursor.keyIs(OUTPUT_TOKENS)) {
          output = cursor.count();
        } else if (cursor.keyIs(INPUT_DETAILS)) {
          details(CACHED_TOKENS, CACHE_WRITE_TOKENS);
          cached = first;
          written = second;
        } else if (cursor.keyIs(OUTPUT_DETAILS)) {
          details(REASONING_TOKENS, REASONING_TOKENS);
          reasoning = first;
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    sawTokens(Tokens.believed(input, output, cached, written, reasoning));
  }

  private void details(byte[] one, byte[] other) throws MalformedBody {
    first = 0;
    second = 0;
    if (cursor.peek() != '{') {
      cursor.skip();
      return;
    }
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(one)) {
          first = cursor.count();
        } else if (cursor.keyIs(other)) {
          second = cursor.count();
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
  }
}
