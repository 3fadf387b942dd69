package dev.breakwater.wire.openai;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.json.JsonCursor;
import dev.breakwater.wire.json.MalformedBody;

/**
 * Recognizes the chunk that streams are made of, one choice with a piece of text and nothing else
 * that matters, without building a tree for it.
 */
final class OpenAiPlainChunk {
  private static final byte[] CHOICES = bytes("choices");
  private static final byte[] USAGE = bytes("usage");
  private static final byte[] ERROR = bytes("error");
  private static final byte[] OBJECT = bytes("object");
  private static final byte[] QUOTED_ERROR = bytes("\"error\"");
  private static final byte[] INDEX = bytes("index");
  private static final byte[] DELTA = bytes("delta");
  private static final byte[] LOGPROBS = bytes("logprobs");
  private static final byte[] FINISH_REASON = bytes("finish_reason");
  private static final byte[] CONTENT = bytes("content");
  private static final byte[] ROLE = bytes("role");

  private final JsonCursor cursor = new JsonCursor();
  private long choice;
  private String text = "";
  private boolean isPlain;

  /** The choice's number. */
  int choice() {
    return (int) choice;
  }

  String text() {
    return text;
  }

  /** False for any other event; then it is to be read in full. */
  boolean read(byte[] data, int start, int end) throws MalformedBody {
    cursor.reset(data, start, end);
    if (cursor.peek() != '{') {
      return false;
    }
    isPlain = true;
    int found = 0;
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(CHOICES)) {
          found++;
          choices();
        } else if (cursor.keyIs(USAGE) || cursor.keyIs(ERROR)) {
          empty();
        } else if (cursor.keyIs(OBJECT)) {
          isPlain &= !cursor.valueIs(QUOTED_ERROR);
        } else {
          cursor.skip();
        }
      } while (isPlain && cursor.nextMember());
    }
    if (isPlain) {
      cursor.finish();
    }
    return isPlain && found == 1;
  }

  private void empty() throws MalformedBody {
    isPlain &= cursor.atNull();
    cursor.skip();
  }

  private void choices() throws MalformedBody {
    if (cursor.peek() != '[' || !cursor.firstElement()) {
      isPlain = false;
      return;
    }
    choiceObject();
    if (isPlain && cursor.nextElement()) {
      isPlain = false;
    }
  }

  private void choiceObject() throws MalformedBody {
    choice = 0;
    text = "";
    if (cursor.peek() != '{' || !cursor.firstMember()) {
      isPlain = false;
      return;
    }
    int deltas = 0;
    int indexes = 0;
    do {
      if (cursor.keyIs(DELTA)) {
        deltas++;
        delta();
      } else if (cursor.keyIs(INDEX)) {
        indexes++;
        choice = cursor.integer();
      } else if (cursor.keyIs(LOGPROBS) || cursor.keyIs(FINISH_REASON)) {
        empty();
      } else {
        cursor.skip();
      }
    } while (isPlain && cursor.nextMember());
    isPlain &= deltas == 1 && indexes <= 1 && choice >= 0 && choice < 128;
  }

  private void delta() throws MalformedBody {
    if (cursor.peek() != '{' || !cursor.firstMember()) {
      isPlain = false;
      return;
    }
    int texts = 0;
    do {
      if (cursor.keyIs(CONTENT) && cursor.peek() == '"') {
        texts++;
        text = cursor.text();
      } else if (cursor.keyIs(ROLE)) {
        cursor.skip();
      } else {
        empty();
      }
    } while (isPlain && cursor.nextMember());
    isPlain &= texts == 1;
  }
}
