package dev.breakwater.wire.bridge;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.format.Asked.Framing;
import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.json.SeenKeys;

/** Scans a request to generate content, in either spelling that Google's clients use. */
final class GeminiAskScan extends AskScan {
  private static final byte[] CONTENTS = bytes("contents");
  private static final byte[] CONFIGURATION = bytes("generationConfig");
  private static final byte[] CONFIGURATION_SNAKE = bytes("generation_config");
  private static final byte[] MAX_TOKENS = bytes("maxOutputTokens");
  private static final byte[] MAX_TOKENS_SNAKE = bytes("max_output_tokens");
  private static final byte[] CANDIDATES = bytes("candidateCount");
  private static final byte[] CANDIDATES_SNAKE = bytes("candidate_count");
  private static final byte[] THINKING = bytes("thinkingConfig");
  private static final byte[] THINKING_SNAKE = bytes("thinking_config");
  private static final byte[] BUDGET = bytes("thinkingBudget");
  private static final byte[] BUDGET_SNAKE = bytes("thinking_budget");

  private boolean hasContents;

  GeminiAskScan(byte[] body, String model, boolean stream, Framing framing) {
    super(body);
    facts.model = model;
    facts.stream = stream;
    facts.framing = framing;
    facts.modelInBody = false;
  }

  @Override
  void member() throws MalformedBody {
    if (cursor.keyIs(CONTENTS)) {
      hasContents = isFilledArray("contents");
    } else if (isObject(CONFIGURATION, CONFIGURATION_SNAKE)) {
      configuration();
    } else {
      cursor.skip();
    }
  }

  private void configuration() throws MalformedBody {
    if (!cursor.firstMember()) {
      return;
    }
    SeenKeys seen = new SeenKeys();
    do {
      seen.add(cursor);
      if (cursor.keyIs(MAX_TOKENS) || cursor.keyIs(MAX_TOKENS_SNAKE)) {
        facts.maxTokens = tokens("generationConfig.maxOutputTokens");
      } else if (cursor.keyIs(CANDIDATES) || cursor.keyIs(CANDIDATES_SNAKE)) {
        facts.choices =
            (int) integer("generationConfig.candidateCount", AnswerWatch.MOST_CHOICES, 1);
      } else if (isObject(THINKING, THINKING_SNAKE)) {
        thinking();
      } else {
        cursor.skip();
      }
    } while (cursor.nextMember());
  }

  /** Thinking is asked for by any setting of it but a budget of nothing. */
  private void thinking() throws MalformedBody {
    if (!cursor.firstMember()) {
      return;
    }
    facts.wantsReasoning = true;
    do {
      boolean budget = cursor.keyIs(BUDGET) || cursor.keyIs(BUDGET_SNAKE);
      if (budget && cursor.integer() == 0) {
        facts.wantsReasoning = false;
      } else if (!budget) {
        cursor.skip();
      }
    } while (cursor.nextMember());
  }

  private boolean isObject(byte[] camel, byte[] snake) {
    return cursor.peek() == '{' && (cursor.keyIs(camel) || cursor.keyIs(snake));
  }

  @Override
  void check() throws MalformedBody {
    if (!hasContents) {
      throw wrong("contents", "a non-empty array");
    }
  }
}
