package dev.breakwater.wire.bridge;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.json.MalformedBody;

/** Scans a request for embeddings. */
final class EmbeddingAskScan extends AskScan {
  private static final byte[] MODEL = bytes("model");
  private static final byte[] INPUT = bytes("input");
  private static final byte[] USER = bytes("user");

  private boolean hasInput;

  EmbeddingAskScan(byte[] body) {
    super(body);
  }

  @Override
  void member() throws MalformedBody {
    if (cursor.keyIs(MODEL)) {
      model();
    } else if (cursor.keyIs(INPUT)) {
      hasInput = cursor.peek() == '"' || cursor.peek() == '[';
      cursor.skip();
    } else if (cursor.keyIs(USER)) {
      facts.user = text("user");
    } else {
      cursor.skip();
    }
  }

  @Override
  void check() throws MalformedBody {
    if (!hasInput) {
      throw wrong("input", "a string or an array");
    }
  }
}
