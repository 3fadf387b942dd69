package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.ProviderFormat;
import dev.breakwater.wire.json.MalformedBody;

/** The way between one client protocol and one provider protocol; shared, without state. */
public interface Bridge {
  ClientFormat client();

  ProviderFormat provider();

  /** The path under the provider's base URL, with its query, for an ask. */
  default String path(Ask ask, String model) {
    return provider().path(model, ask.stream());
  }

  /**
   * The body to send upstream. Between like protocols these are the client's bytes with the model's
   * name spliced in place, and {@code stream_options.include_usage} added where an OpenAI stream
   * did not ask for it.
   *
   * @throws MalformedBody when the client's body cannot be read; names the field
   * @throws Inexpressible when the provider's protocol cannot say what the client asks
   */
  Outgoing request(Ask ask, String model) throws MalformedBody, Inexpressible;

  /**
   * A question for a whole answer as the provider is asked it for a stream, to be {@linkplain
   * #gathered gathered}.
   *
   * @param ask read by {@link Asks}, and a conversation
   * @throws MalformedBody never, for the ask was read before
   */
  default Ask streamed(Ask ask) throws MalformedBody {
    return new StreamedAsk(ScannedAsk.of(ask));
  }

  /** Follows the stream that answers a question for a whole answer. */
  default GatheredStream gathered(Ask ask) {
    return new GatheredStream(provider(), ScannedAsk.facts(ask).choices);
  }

  /**
   * @throws MalformedBody when it is no complete answer of the provider's protocol
   */
  WholeAnswer whole(Ask ask, byte[] body) throws MalformedBody;

  /** Follows the stream that answers an ask. */
  AnswerStream stream(Ask ask);

  /** The provider's error, read; never fails. */
  Problem problem(int status, byte[] body);

  /** The provider's error as the client gets it: as it is between like protocols, else rendered. */
  byte[] errorBody(int status, byte[] body);
}
