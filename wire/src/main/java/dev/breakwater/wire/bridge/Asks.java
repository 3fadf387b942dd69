package dev.breakwater.wire.bridge;

import dev.breakwater.wire.anthropic.AnthropicClientCount;
import dev.breakwater.wire.anthropic.AnthropicFormat;
import dev.breakwater.wire.format.Asked.Framing;
import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.gemini.GeminiClientCount;
import dev.breakwater.wire.gemini.GeminiFormat;
import dev.breakwater.wire.generate.GenerateFormat;
import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.openai.CompletionsFormat;
import dev.breakwater.wire.openai.OpenAiFormat;
import dev.breakwater.wire.responses.ResponsesClientCount;
import dev.breakwater.wire.responses.ResponsesFormat;

/** Reads what clients ask, in one walk over the bytes. */
public final class Asks {
  /** Reads requests only, which have no time of creation. */
  private static final ClientFormat OPENAI = new OpenAiFormat(() -> 0);

  private static final ClientFormat COMPLETIONS = new CompletionsFormat(() -> 0);
  private static final ClientFormat RESPONSES = new ResponsesFormat(() -> 0);
  private static final ClientFormat ANTHROPIC = new AnthropicFormat();
  private static final ClientFormat GEMINI = new GeminiFormat();
  private static final ClientFormat GENERATE = new GenerateFormat();

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
   * A request to complete a prompt, OpenAI's older way.
   *
   * @throws MalformedBody as {@link #openAiChat} does
   */
  public static Ask openAiCompletions(byte[] body) throws MalformedBody {
    return new ScannedAsk(COMPLETIONS, body, new CompletionsAskScan(body).scan());
  }

  /**
   * A request for embeddings, as OpenAI's clients make it.
   *
   * @throws MalformedBody as {@link #openAiChat} does
   */
  public static Ask openAiEmbeddings(byte[] body) throws MalformedBody {
    return new ScannedEmbedding(body, new EmbeddingAskScan(body).scan());
  }

  /**
   * A request for a response, whose earlier turns stand in its input.
   *
   * @throws MalformedBody as {@link #openAiChat} does, and where it asks for what is not served
   */
  public static Ask responses(byte[] body) throws MalformedBody {
    return new ScannedAsk(RESPONSES, body, new ResponsesAskScan(body).scan());
  }

  /**
   * A message request.
   *
   * @throws MalformedBody as {@link #openAiChat} does
   */
  public static Ask anthropicMessages(byte[] body) throws MalformedBody {
    return new ScannedAsk(ANTHROPIC, body, new AnthropicAskScan(body, true).scan());
  }

  /**
   * A question how many tokens a message would have.
   *
   * @throws MalformedBody as {@link #openAiChat} does
   */
  public static CountAsk anthropicCount(byte[] body) throws MalformedBody {
    return new CountAsk(new AnthropicClientCount(), body, new AnthropicAskScan(body, false).scan());
  }

  /**
   * The same question as OpenAI's clients put it.
   *
   * @throws MalformedBody as {@link #openAiChat} does
   */
  public static CountAsk responsesCount(byte[] body) throws MalformedBody {
    return new CountAsk(new ResponsesClientCount(), body, new ResponsesAskScan(body).scan());
  }

  /**
   * The same question as Gemini's clients put it.
   *
   * @param model from the path
   * @throws MalformedBody when the contents cannot be read
   */
  public static CountAsk geminiCount(byte[] body, String model) throws MalformedBody {
    AskFacts facts = new AskFacts();
    facts.model = model;
    facts.modelInBody = false;
    CountAsk ask = new CountAsk(new GeminiClientCount(), body, facts);
    ask.conversation();
    return ask;
  }

  /**
   * A request to generate content, whose model, streaming and framing stand in its path.
   *
   * @param framing how the client wants the events of a stream apart: {@code alt=sse} or not
   * @throws MalformedBody as {@link #openAiChat} does
   */
  public static Ask gemini(byte[] body, String model, boolean stream, Framing framing)
      throws MalformedBody {
    return new ScannedAsk(GEMINI, body, new GeminiAskScan(body, model, stream, framing).scan());
  }

  /** As above, for a client that asks for server-sent events. */
  public static Ask gemini(byte[] body, String model, boolean stream) throws MalformedBody {
    return gemini(body, model, stream, Framing.SERVER_SENT_EVENTS);
  }

  /**
   * A request in Breakwater's own words. It is read at once, for an unknown field is refused.
   *
   * @throws MalformedBody as {@link #openAiChat} does
   */
  public static Ask generate(byte[] body) throws MalformedBody {
    Ask ask = new ScannedAsk(GENERATE, body, new GenerateAskScan(body).scan());
    ask.conversation();
    return ask;
  }

  /** Another body of the same protocol, whose model stands in it. */
  static Ask again(Ask ask, byte[] body) throws MalformedBody {
    return switch (ask.protocol()) {
      case OPENAI -> openAiChat(body);
      case RESPONSES -> responses(body);
      case ANTHROPIC -> anthropicMessages(body);
      case COMPLETIONS -> openAiCompletions(body);
      case GENERATE -> generate(body);
      case GEMINI, BEDROCK -> throw new IllegalArgumentException("the path names its model");
    };
  }
}
