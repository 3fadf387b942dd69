package dev.breakwater.wire.gemini;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.json.MalformedBody;
import java.util.BitSet;

/**
 * Watches generated contents, which are the same whole and streamed. There is no end marker: the
 * stream is over when it closes. A prompt that was blocked is a complete answer without content.
 */
final class GeminiWatch extends AnswerWatch {
  private static final byte[] NOTHING = {};
  private static final byte[] CANDIDATES = bytes("candidates");
  private static final byte[] USAGE = bytes("usageMetadata");
  private static final byte[] PROMPT_FEEDBACK = bytes("promptFeedback");
  private static final byte[] BLOCK_REASON = bytes("blockReason");
  private static final byte[] ERROR = bytes("error");
  private static final byte[] INDEX = bytes("index");
  private static final byte[] CONTENT = bytes("content");
  private static final byte[] PARTS = bytes("parts");
  private static final byte[] TEXT = bytes("text");
  private static final byte[] THOUGHT = bytes("thought");
  private static final byte[] TRUE = bytes("true");
  private static final byte[] FUNCTION_CALL = bytes("functionCall");
  private static final byte[] INLINE_DATA = bytes("inlineData");
  private static final byte[] EXECUTABLE_CODE = bytes("executableCode");
  private static final byte[] FINISH_REASON = bytes("finishReason");
  private static final byte[] PROMPT_COUNT = bytes("promptTokenCount");
  private static final byte[] CANDIDATES_COUNT = bytes("candidatesTokenCount");
  private static final byte[] THOUGHTS_COUNT = bytes("thoughtsTokenCount");
  private static final byte[] CACHED_COUNT = bytes("cachedContentTokenCount");
  private static final byte[] PROMPT_DETAILS = bytes("promptTokensDetails");
  private static final byte[] CACHE_DETAILS = bytes("cacheTokensDetails");
  private static final byte[] CANDIDATES_DETAILS = bytes("candidatesTokensDetails");
  private static final byte[] MODALITY = bytes("modality");
  private static final byte[] TOKEN_COUNT = bytes("tokenCount");
  private static final byte[] TOOL_USE_COUNT = bytes("toolUsePromptTokenCount");

  private final int choices;
  private final BitSet begun = new BitSet();
  private final BitSet finished = new BitSet();
  private final GeminiModalities modalities = new GeminiModalities();
  private boolean blocked;
  private long sound;
  private long pictures;
  private boolean called;

  /**
   * @param choices how many candidates the request asks for
   */
  GeminiWatch(int choices) {
    this.choices = choices;
  }

  @Override
  public boolean isFinished() {
    boolean all =
        finished.cardinality() >= choices
            || (isEnded() && !finished.isEmpty() && finished.equals(begun));
    return problem() == null && (blocked || all);
  }

  @Override
  public byte[] endMarker() {
    return NOTHING;
  }

  @Override
  public void look(byte[] data, int start, int end) throws MalformedBody {
    cursor.reset(data, start, end);
    boolean known = false;
    boolean failed = false;
    if (cursor.firstMember()) {
      do {
        byte first = cursor.peek();
        if (first == '[' && cursor.keyIs(CANDIDATES)) {
          known = true;
          candidates();
        } else if (first == '{' && cursor.keyIs(USAGE)) {
          known = true;
          usage();
        } else if (first == '{' && cursor.keyIs(PROMPT_FEEDBACK)) {
          known = true;
          promptFeedback();
        } else {
          failed |= cursor.keyIs(ERROR) && !cursor.atNull();
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    cursor.finish();
    if (failed) {
      sawProblem(GeminiProblems.inAnswer(data, start, end));
    } else if (!known) {
      throw new MalformedBody("candidates", "the answer has no 'candidates'");
    }
  }

  private void candidates() throws MalformedBody {
    if (cursor.firstElement()) {
      do {
        candidate();
      } while (cursor.nextElement());
    }
  }

  private void candidate() throws MalformedBody {
    long index = 0;
    String reason = "";
    boolean calledBefore = called;
    if (cursor.firstMember()) {
      do {
        byte first = cursor.peek();
        if (first == '{' && cursor.keyIs(CONTENT)) {
          content();
        } else if (cursor.keyIs(INDEX)) {
          index = cursor.count();
        } else if (first == '"' && cursor.keyIs(FINISH_REASON)) {
          reason = cursor.text();
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    if (index < 0 || index >= MOST_CHOICES) {
      throw new MalformedBody("candidates.index", "the answer has a candidate numbered " + index);
    }
    begun.set((int) index);
    called = index == 0 ? called : calledBefore;
    FinishReason finish = GeminiFinish.read(reason, called);
    if (finish != null) {
      finished.set((int) index);
      if (index == 0) {
        sawFinish(finish);
      }
    }
  }

  private void content() throws MalformedBody {
    if (!cursor.firstMember()) {
      return;
    }
    do {
      if (cursor.keyIs(PARTS) && cursor.peek() == '[') {
        parts();
      } else {
        cursor.skip();
      }
    } while (cursor.nextMember());
  }

  private void parts() throws MalformedBody {
    if (cursor.firstElement()) {
      do {
        part();
      } while (cursor.nextElement());
    }
  }

  private void part() throws MalformedBody {
    long size = 0;
    boolean thought = false;
    if (cursor.firstMember()) {
      do {
        byte first = cursor.peek();
        int from = cursor.position();
        if (cursor.keyIs(THOUGHT)) {
          thought = cursor.valueIs(TRUE);
          continue;
        }
        boolean calls = first == '{' && cursor.keyIs(FUNCTION_CALL);
        called |= calls;
        boolean says =
            calls
                || (first == '"' && cursor.keyIs(TEXT))
                || (first == '{' && (cursor.keyIs(INLINE_DATA) || cursor.keyIs(EXECUTABLE_CODE)));
        cursor.skip();
        if (says) {
          size += cursor.position() - from - 2L;
        }
      } while (cursor.nextMember());
    }
    if (size > 0 && thought) {
      sawThinking(size);
    } else if (size > 0) {
      sawContent(size);
    }
  }

  private void promptFeedback() throws MalformedBody {
    if (!cursor.firstMember()) {
      return;
    }
    do {
      if (cursor.keyIs(BLOCK_REASON) && cursor.peek() == '"') {
        blocked = true;
        sawFinish(FinishReason.CONTENT_FILTER);
      }
      cursor.skip();
    } while (cursor.nextMember());
  }

  private void usage() throws MalformedBody {
    long prompt = 0;
    long toolUse = 0;
    long candidates = 0;
    long thoughts = 0;
    long cached = 0;
    modalities.reset();
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(PROMPT_COUNT)) {
          prompt = cursor.count();
        } else if (cursor.keyIs(CANDIDATES_COUNT)) {
          candidates = cursor.count();
        } else if (cursor.keyIs(THOUGHTS_COUNT)) {
          thoughts = cursor.count();
        } else if (cursor.keyIs(CACHED_COUNT)) {
          cached = cursor.count();
        } else if (cursor.keyIs(TOOL_USE_COUNT)) {
          toolUse = cursor.count();
        } else if (cursor.peek() == '[' && cursor.keyIs(PROMPT_DETAILS)) {
          modalities();
          modalities.prompt(sound);
        } else if (cursor.peek() == '[' && cursor.keyIs(CACHE_DETAILS)) {
          modalities();
          modalities.cached(sound);
        } else if (cursor.peek() == '[' && cursor.keyIs(CANDIDATES_DETAILS)) {
          modalities();
          modalities.spoken(sound);
          modalities.drawn(pictures);
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    Tokens tokens = GeminiUsage.tokens(prompt, toolUse, candidates, thoughts, cached, modalities);
    sawTokens(tokens);
  }

  /** A list of counts by modality. */
  private void modalities() throws MalformedBody {
    sound = 0;
    pictures = 0;
    if (cursor.firstElement()) {
      do {
        if (cursor.peek() == '{') {
          modality();
        } else {
          cursor.skip();
        }
      } while (cursor.nextElement());
    }
  }

  private void modality() throws MalformedBody {
    boolean heard = false;
    boolean seen = false;
    long count = 0;
    for (boolean more = cursor.firstMember(); more; more = cursor.nextMember()) {
      if (cursor.peek() == '"' && cursor.keyIs(MODALITY)) {
        String word = cursor.text();
        heard = word.equals("AUDIO");
        seen = word.equals("IMAGE");
      } else if (cursor.keyIs(TOKEN_COUNT)) {
        count = cursor.count();
      } else {
        cursor.skip();
      }
    }
    sound = GeminiModalities.sum(sound, heard ? count : 0);
    pictures = GeminiModalities.sum(pictures, seen ? count : 0);
  }
}
