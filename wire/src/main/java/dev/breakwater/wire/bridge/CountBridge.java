package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.count.ProviderCount;
import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.ProviderFormat;
import dev.breakwater.wire.json.MalformedBody;
import org.jspecify.annotations.Nullable;

/**
 * From a client's question how many tokens a prompt has to a provider's answer. Such calls are free
 * and generate nothing.
 */
final class CountBridge implements Bridge {
  private final ClientFormat client;
  private final ProviderFormat provider;
  private final @Nullable ProviderCount count;

  /**
   * @param count null where the provider's protocol has no such question
   */
  CountBridge(ClientFormat client, ProviderFormat provider, @Nullable ProviderCount count) {
    this.client = client;
    this.provider = provider;
    this.count = count;
  }

  @Override
  public ClientFormat client() {
    return client;
  }

  @Override
  public ProviderFormat provider() {
    return provider;
  }

  @Override
  public String path(Ask ask, String model) {
    return asked().path(model);
  }

  @Override
  public Outgoing request(Ask ask, String model) throws MalformedBody, Inexpressible {
    if (count == null) {
      throw new Inexpressible("count", provider.protocol() + " counts no tokens");
    }
    if (client.protocol() != provider.protocol()) {
      return Outgoing.untouched(count.write(ask.conversation(), model));
    }
    AskFacts facts = ((CountAsk) ask).facts();
    return Outgoing.untouched(
        facts.modelInBody ? Splice.body(ask.body(), facts, model, false) : ask.body());
  }

  @Override
  public WholeAnswer whole(Ask ask, byte[] body) throws MalformedBody {
    byte[] answer = ((CountAsk) ask).answer(asked().read(body));
    return new WholeAnswer(answer, FinishReason.STOP, new Tokens(0, 0, 0, 0, 0, true), 0);
  }

  @Override
  public AnswerStream stream(Ask ask) {
    throw new IllegalStateException("counts are not streamed");
  }

  @Override
  public Problem problem(int status, byte[] body) {
    return provider.readProblem(status, body);
  }

  @Override
  public byte[] errorBody(int status, byte[] body) {
    return client.protocol() == provider.protocol()
        ? body
        : client.writeProblem(problem(status, body));
  }

  private ProviderCount asked() {
    if (count == null) {
      throw new IllegalStateException(provider.protocol() + " was asked what it cannot answer");
    }
    return count;
  }
}
