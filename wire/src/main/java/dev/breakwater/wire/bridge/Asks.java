package dev.breakwater.wire.bridge;

import dev.breakwater.wire.anthropic.AnthropicFormat;
import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.gemini.GeminiFormat;
import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.openai.OpenAiFormat;

/** Reads what clients ask, in one walk over the bytes. */
public final class Asks {
  /** Reads requests only, which have no time of creation. */
  private static final ClientFormat OPENAI = new OpenAiFormat(() -> 0);

  private static final ClientFormat ANTHROPIC = new AnthropicFormat();
  private static final ClientFormat GEMINI = new GeminiFormat();

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

  /**
   * A message request.
   *
   * @throws MalformedBody as {@link #openAiChat} does
   */
  public static Ask anthropicMessages(byte[] body) throws MalformedBody {
    return new ScannedAsk(ANTHROPIC, body, new AnthropicAskScan(body).scan());
  }

  /**
   * A request to generate content, whose model and streaming stand in its path.
   *
   * @throws MalformedBody as {@link #openAiChat} does
   */
  public static Ask gemini(byte[] body, String model, boolean stream) throws MalformedBody {
    return new ScannedAsk(GEMINI, body, new GeminiAskScan(body, model, stream).scan());
  }
}
