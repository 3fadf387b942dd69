package dev.breakwater.wire.openai;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.json.MalformedBody;
import java.util.Arrays;
import java.util.BitSet;

/** Watches chat completions and their chunks, which differ in one name only. */
final class OpenAiWatch extends AnswerWatch {
  private static final byte[] DONE = bytes("[DONE]");
  private static final byte[] END = bytes("data: [DONE]\n\n");
  private static final byte[] CHOICES = bytes("choices");
  private static final byte[] USAGE = bytes("usage");
  private static final byte[] ERROR = bytes("error");
  private static final byte[] OBJECT = bytes("object");
  private static final byte[] QUOTED_ERROR = bytes("\"error\"");
  private static final byte[] INDEX = bytes("index");
  private static final byte[] DELTA = bytes("delta");
  private static final byte[] MESSAGE = bytes("message");
  private static final byte[] FINISH_REASON = bytes("finish_reason");
  private static final byte[] CONTENT = bytes("content");
  private static final byte[] REFUSAL = bytes("refusal");
  private static final byte[] TOOL_CALLS = bytes("tool_calls");
  private static final byte[] FUNCTION_CALL = bytes("function_call");
  private static final byte[] AUDIO = bytes("audio");
  private static final byte[] REASONING_CONTENT = bytes("reasoning_content");
  private static final byte[] REASONING = bytes("reasoning");
  private static final byte[] REASONING_DETAILS = bytes("reasoning_details");
  private static final byte[] IMAGES = bytes("images");
  private static final byte[] PROMPT_TOKENS = bytes("prompt_tokens");
  private static final byte[] COMPLETION_TOKENS = bytes("completion_tokens");
  private static final byte[] PROMPT_DETAILS = bytes("prompt_tokens_details");
  private static final byte[] COMPLETION_DETAILS = bytes("completion_tokens_details");
  private static final byte[] TOTAL_TOKENS = bytes("total_tokens");
  private static final byte[] AUDIO_TOKENS = bytes("audio_tokens");
  private static final byte[] SERVICE_TIER = bytes("service_tier");
  private static final byte[] CACHED_TOKENS = bytes("cached_tokens");
  private static final byte[] CACHE_WRITE_TOKENS = bytes("cache_write_tokens");
  private static final byte[] CACHE_HIT_TOKENS = bytes("prompt_cache_hit_tokens");
  private static final byte[] REASONING_TOKENS = bytes("reasoning_tokens");

  private final int choices;
  private final BitSet begun = new BitSet();
  private final BitSet finished = new BitSet();
  private boolean emptyChoices;
  private boolean usage;
  private long written;
  private long sound;

  private final FamiliarChunk familiar = new FamiliarChunk();
  private boolean chunk;
  private int textStart;
  private int textEnd;

  /**
   * @param choices how many answers the request asks for
   */
  OpenAiWatch(int choices) {
    this.choices = choices;
  }

  /**
   * All choices asked for have finished; or the end marker came and those which had begun have, for
   * some servers ignore {@code n}.
   */
  @Override
  public boolean isFinished() {
    return problem() == null
        && (finished.cardinality() >= choices
            || (isEnded() && !finished.isEmpty() && finished.equals(begun)));
  }

  @Override
  public byte[] endMarker() {
    return END;
  }

  @Override
  public void look(byte[] data, int start, int end) throws MalformedBody {
    int known = familiar.text(cursor, data, start, end);
    if (known < 0) {
      read(data, start, end);
      return;
    }
    sawOnlyUsage(false);
    if (known > 0) {
      sawContent(known);
    }
  }

  /** Whether a chunk would not be read member by member. */
  boolean knows(byte[] data) {
    return familiar.text(cursor, data, 0, data.length) >= 0;
  }

  /** Looks at every member, whatever came before. */
  void read(byte[] data, int start, int end) throws MalformedBody {
    sawOnlyUsage(false);
    cursor.reset(data, start, end);
    if (cursor.peek() == '[' && isDone(data, cursor.position(), end)) {
      sawEnd();
      return;
    }
    boolean hasChoices = false;
    boolean failed = false;
    boolean served = false;
    emptyChoices = false;
    usage = false;
    chunk = false;
    textEnd = 0;
    long before = pieces();
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(CHOICES) && cursor.peek() == '[') {
          hasChoices = true;
          choices();
        } else if (cursor.keyIs(USAGE) && cursor.peek() == '{') {
          usage();
        } else if (cursor.peek() == '"' && cursor.keyIs(SERVICE_TIER)) {
          sawService(cursor.text());
          served = true;
        } else if (cursor.keyIs(ERROR)) {
          failed |= !cursor.atNull();
          cursor.skip();
        } else if (cursor.keyIs(OBJECT)) {
          failed |= cursor.valueIs(QUOTED_ERROR);
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    cursor.finish();
    if (failed) {
      sawProblem(OpenAiProblems.inAnswer(data, start, end));
    } else if (!hasChoices && !usage) {
      throw new MalformedBody("choices", "the answer has no 'choices'");
    }
    sawOnlyUsage(emptyChoices && usage);
    if (usage || served) {
      familiar.forget(); // the last word stands, and is not to be passed by
    }
    if (chunk && textEnd > 0 && pieces() == before + 1 && !usage && problem() == null) {
      familiar.learn(data, start, textStart, textEnd, end);
    }
  }

  private static boolean isDone(byte[] data, int start, int end) {
    int last = end;
    while (last > start && data[last - 1] <= ' ') {
      last--;
    }
    return Arrays.equals(data, start, last, DONE, 0, DONE.length);
  }

  private void choices() throws MalformedBody {
    if (!cursor.firstElement()) {
      emptyChoices = true;
      return;
    }
    do {
      choice();
    } while (cursor.nextElement());
  }

  private void choice() throws MalformedBody {
    long index = 0;
    FinishReason reason = null;
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(DELTA)) {
          chunk = true;
          message();
        } else if (cursor.keyIs(MESSAGE)) {
          message();
        } else if (cursor.keyIs(INDEX)) {
          index = cursor.integer();
        } else if (cursor.keyIs(FINISH_REASON) && cursor.peek() == '"') {
          reason = OpenAiFinish.read(cursor.text());
        } else if (cursor.keyIs(ERROR) && cursor.peek() == '{') {
          failedChoice();
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    if (index < 0 || index >= MOST_CHOICES) {
      throw new MalformedBody("choices.index", "the answer has a choice numbered " + index);
    }
    begun.set((int) index);
    if (reason != null) {
      finished.set((int) index);
      if (index == 0) {
        sawFinish(reason);
      }
    }
  }

  /** OpenRouter reports the failure of a model in its choice. */
  private void failedChoice() throws MalformedBody {
    int from = cursor.position();
    cursor.skip();
    sawProblem(OpenAiProblems.inAnswer(cursor.bytes(), from, cursor.position()));
  }

  private void message() throws MalformedBody {
    if (cursor.peek() != '{') {
      cursor.skip();
      return;
    }
    if (!cursor.firstMember()) {
      return;
    }
    do {
      byte first = cursor.peek();
      int from = cursor.position();
      boolean content =
          (first == '"' && (cursor.keyIs(CONTENT) || cursor.keyIs(REFUSAL)))
              || (first == '['
                  && (cursor.keyIs(CONTENT) || cursor.keyIs(TOOL_CALLS) || cursor.keyIs(IMAGES)))
              || (first == '{' && (cursor.keyIs(FUNCTION_CALL) || cursor.keyIs(AUDIO)));
      boolean thinking =
          first == '"' && (cursor.keyIs(REASONING_CONTENT) || cursor.keyIs(REASONING));
      boolean details = first == '[' && cursor.keyIs(REASONING_DETAILS);
      cursor.skip();
      // What is left between quotes or brackets: an empty text or list says nothing.
      int size = cursor.position() - from - 2;
      if (content && size > 0) {
        sawContent(size);
        if (first == '"') {
          textStart = from + 1;
          textEnd = from + 1 + size;
        }
      } else if (thinking && size > 0) {
        sawThinking(size);
      } else if (details && size > 0) {
        sawThinking(0); // Mostly the same words once more.
      }
    } while (cursor.nextMember());
  }

  private void usage() throws MalformedBody {
    usage = true;
    if (!cursor.firstMember()) {
      return;
    }
    long input = 0;
    long output = 0;
    long total = 0;
    long cached = 0;
    long reasoning = 0;
    long heard = 0;
    long spoken = 0;
    written = 0;
    do {
      if (cursor.keyIs(PROMPT_TOKENS)) {
        input = cursor.count();
      } else if (cursor.keyIs(COMPLETION_TOKENS)) {
        output = cursor.count();
      } else if (cursor.keyIs(PROMPT_DETAILS)) {
        cached = worse(cached, detail(CACHED_TOKENS));
        heard = sound;
      } else if (cursor.keyIs(CACHE_HIT_TOKENS)) {
        cached = worse(cached, cursor.count());
      } else if (cursor.keyIs(COMPLETION_DETAILS)) {
        reasoning = detail(REASONING_TOKENS);
        spoken = sound;
      } else if (cursor.keyIs(TOTAL_TOKENS)) {
        total = cursor.count();
      } else {
        cursor.skip();
      }
    } while (cursor.nextMember());
    sawTokens(OpenAiUsage.tokens(input, output, total, cached, written, reasoning, heard, spoken));
  }

  /** The larger of two counts of the same, unless one of them makes no sense. */
  private static long worse(long one, long other) {
    return Math.min(one, other) < 0 ? Math.min(one, other) : Math.max(one, other);
  }

  private long detail(byte[] name) throws MalformedBody {
    sound = 0;
    if (cursor.peek() != '{') {
      cursor.skip();
      return 0;
    }
    long found = 0;
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(name)) {
          found = cursor.count();
        } else if (cursor.keyIs(CACHE_WRITE_TOKENS)) {
          written = cursor.count();
        } else if (cursor.keyIs(AUDIO_TOKENS)) {
          sound = cursor.count();
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    return found;
  }
}
