package dev.breakwater.wire.bridge;

import dev.breakwater.wire.format.WireFormat;
import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.openai.OpenAiFormat;

/** Reads what clients ask, in one walk over the bytes. */
public final class Asks {
  /** Reads requests only, which have no time of creation. */
  private static final WireFormat OPENAI = new OpenAiFormat(() -> 0);

  private Asks() {}

  /**
   * A chat completion request. The model, streaming, the limits on tokens and choices and the
   * presence of messages are checked; all else is for the provider to judge.
   *
   * @throws MalformedBody names the field, or the place of what is no JSON
   */
  public static Ask openAiChat(byte[] body) throws MalformedBody {
    return new ScannedAsk(OPENAI, body, new OpenAiAskScan(body).scan());
  }

  static ScannedAsk scan(Ask ask) throws MalformedBody {
    byte[] body = ask.body();
    return switch (ask.protocol()) {
      case OPENAI -> new ScannedAsk(OPENAI, body, new OpenAiAskScan(body).scan());
      case ANTHROPIC, GEMINI -> throw new MalformedBody("", "cannot be read yet");
    };
  }
}
