package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.concurrent.Loop;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.wire.bridge.Bridge;
import dev.breakwater.wire.bridge.Bridges;
import dev.breakwater.wire.bridge.Outgoing;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.json.MalformedBody;
import io.vertx.core.http.HttpClientAgent;
import java.util.List;

/** Speaks HTTP to one configured provider, on one loop. */
public final class HttpProvider implements Provider {
  private final Bridges bridges;
  private final ProviderSettings settings;
  private final Connections connections;
  private final Loop loop;
  private final Endpoint endpoint;
  private final KeyMask mask;

  /**
   * @param client the loop's own, so that its connections live on this loop
   */
  public HttpProvider(
      Bridges bridges, ProviderSettings settings, HttpClientAgent client, Loop loop) {
    this.bridges = bridges;
    this.settings = settings;
    this.loop = loop;
    this.mask = new KeyMask(settings.apiKey());
    this.endpoint = new Endpoint(settings, bridges.provider(settings.protocol()));
    this.connections = new Connections(client, endpoint.connect(), loop.time());
  }

  @Override
  public Outcome attempt(Call call, AnswerSink sink) {
    Bridge bridge = bridges.between(call.ask(), settings.protocol());
    String model = call.target().model();
    Outgoing outgoing;
    try {
      outgoing = bridge.request(call.ask(), model);
    } catch (MalformedBody e) {
      return untranslatable(bridge, e.field(), e);
    } catch (Inexpressible e) {
      return untranslatable(bridge, e.field(), e);
    }
    byte[] body = outgoing.body();
    boolean sameProtocol = call.ask().protocol() == settings.protocol();
    UpstreamCall upstream = new UpstreamCall(loop, call.waiter());
    upstream.start(
        connections,
        call.timeouts().connect(),
        endpoint.request(bridge.path(call.ask(), model), sameProtocol ? call.passOn() : List.of()),
        body);
    return new HttpAttempt(call, sink, bridge, upstream, body, mask).run();
  }

  private static Outcome untranslatable(Bridge bridge, String field, Exception e) {
    Problem problem =
        Problem.of(Problem.Kind.INVALID_REQUEST, 400, String.valueOf(e.getMessage())).at(field);
    return new Outcome.Refused(
        new Refusal.CallersOwn(
            new Refusal.Rejected(400, problem, bridge.client().writeProblem(problem), List.of())));
  }
}
