package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.HeavyWork;
import dev.breakwater.gateway.concurrent.Loop;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.egress.Egress;
import dev.breakwater.gateway.probe.Listing;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.bridge.Bridge;
import dev.breakwater.wire.bridge.Bridges;
import dev.breakwater.wire.bridge.Outgoing;
import dev.breakwater.wire.bridge.SeamlessAnswer;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.Prefill;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.MalformedBody;
import io.vertx.core.http.HttpClientAgent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Speaks HTTP to one configured provider, on one loop. */
public final class HttpProvider implements Provider {
  private final Bridges bridges;
  private final ProviderSettings settings;
  private final Connections connections;
  private final Connections lists;
  private final Loop loop;
  private final Endpoint endpoint;
  private final Capabilities capabilities;
  private final Prefills prefills;
  private final HeavyWork heavyWork;
  private final Accounting accounting;
  private final KeyMask mask;

  /**
   * @param client the loop's own, so that its connections live on this loop
   * @param heavyWork puts large bodies into the provider's words
   * @param egress decides on where the provider may be, unless its address is trusted
   * @param accounting the loop's own
   */
  public HttpProvider(
      Bridges bridges,
      ProviderSettings settings,
      HttpClientAgent client,
      Loop loop,
      HeavyWork heavyWork,
      Egress egress,
      Accounting accounting) {
    this.bridges = bridges;
    this.settings = settings;
    this.loop = loop;
    this.heavyWork = heavyWork;
    this.accounting = accounting;
    this.mask = new KeyMask(settings.apiKey());
    this.capabilities = new Capabilities(settings);
    this.prefills = new Prefills(settings);
    this.endpoint =
        Endpoint.of(settings, bridges.provider(settings.protocol()), loop.time()::epochMillis);
    Egress guard = settings.address().trusted() ? null : egress;
    this.connections = new Connections(client, endpoint.connect(), loop, loop.time(), guard);
    this.lists = new Connections(client, endpoint.connectForList(), loop, loop.time(), guard);
  }

  @Override
  public Preparation prepare(Ask ask, String model, Waiter waiter) {
    return prepare(ask, model, Manner.PLAIN, waiter);
  }

  @Override
  public Preparation prepare(Ask ask, String model, Manner manner, Waiter waiter) {
    return heavyWork.await(ask.body().length, () -> prepare(ask, model, manner));
  }

  private Preparation prepare(Ask ask, String model, Manner manner) {
    Bridge bridge = bridges.between(ask, settings.protocolFor(ask.protocol()));
    try {
      Optional<Problem> lacking = capabilities.lacking(ask, model);
      if (lacking.isPresent()) {
        return new Preparation.Unable(lacking.get());
      }
      return switch (manner) {
        case Manner.Gathered gathered when ask.canStream() && !ask.stream() -> {
          Ask streamed = bridge.streamed(ask);
          yield ready(bridge, streamed, model, new Reception.Gathered(bridge));
        }
        case Manner.Resumable resumable when ask.stream() -> {
          Resumption resumption = resumable.resumption();
          yield seamless(ask, model, resumption, resumption.answer(bridges, ask));
        }
        case Manner.Plain plain -> plain(bridge, ask, model);
        case Manner.Gathered gathered -> plain(bridge, ask, model);
        case Manner.Resumable resumable -> plain(bridge, ask, model);
      };
    } catch (MalformedBody e) {
      return unable(e.field(), e);
    } catch (Inexpressible e) {
      return unable(e.field(), e);
    }
  }

  /**
   * Asks for the list of models. Blocks the calling exchange.
   *
   * @param patience for the whole of it
   */
  public Listing listModels(Waiter waiter, Duration patience) {
    Deadline deadline = Deadline.after(waiter.time(), patience);
    Classifier classifier =
        new Classifier(
            new Target(settings.name(), "models"),
            bridges.between(Protocol.GENERATE, settings.protocol()),
            waiter.time()::epochMillis,
            mask);
    Listing listing =
        new ModelList(
                page -> {
                  UpstreamCall upstream = new UpstreamCall(loop, waiter);
                  upstream.start(lists, patience, endpoint.listRequest(page), new byte[0]);
                  return upstream;
                },
                new ModelListPage.Reader(settings.protocol()),
                classifier,
                waiter,
                heavyWork)
            .run(deadline);
    return endpoint.servesWhatItLists() ? listing : Listing.of(listing.finding());
  }

  private Preparation plain(Bridge bridge, Ask ask, String model)
      throws MalformedBody, Inexpressible {
    return ready(bridge, ask, model, new Reception.Plain(bridge, ask.stream()));
  }

  private Preparation ready(Bridge bridge, Ask ask, String model, Reception reception)
      throws MalformedBody, Inexpressible {
    String modelName = endpoint.modelName(model);
    Outgoing outgoing = bridge.request(ask, modelName);
    return new Preparation.Ready(
        new Prepared(bridge, bridge.path(ask, modelName), modelName, outgoing, reception));
  }

  /** The beginning of a stream that others may go on with, or the next part of it. */
  private Preparation seamless(
      Ask ask, String model, Resumption resumption, Optional<SeamlessAnswer> answer)
      throws MalformedBody, Inexpressible {
    Bridge bridge = bridges.between(ask, settings.protocolFor(ask.protocol()));
    if (answer.isEmpty()) {
      return plain(bridge, ask, model);
    }
    if (!resumption.isContinuing()) {
      return ready(
          bridge, ask, model, new Reception.Seamless(bridge, resumption, answer.get(), null));
    }
    Optional<Prefill> prefill = prefills.of(model);
    if (prefill.isEmpty() || !resumption.canGoOn()) {
      return new Preparation.Unable(takesNoPrefix(model));
    }
    // What a provider is told beside its own protocol has no word for a turn that was begun.
    Bridge own = bridges.between(ask, settings.protocol());
    String modelName = endpoint.modelName(model);
    Outgoing outgoing = answer.get().request(own, modelName, prefill.get());
    return new Preparation.Ready(
        new Prepared(
            own,
            own.path(ask, modelName),
            modelName,
            outgoing,
            new Reception.Seamless(own, resumption, answer.get(), prefill.get())));
  }

  private Problem takesNoPrefix(String model) {
    return Problem.of(
            Problem.Kind.UNAVAILABLE,
            502,
            settings.name()
                + "/"
                + model
                + " does not go on with an answer that another target has begun; one that does is"
                + " listed with the capability '"
                + Prefills.CAN
                + "'.")
        .coded("no_prefill");
  }

  private static Preparation unable(String field, Exception e) {
    Problem problem = Problem.of(Problem.Kind.INVALID_REQUEST, 400, String.valueOf(e.getMessage()));
    return new Preparation.Unable(field.isEmpty() ? problem : problem.at(field));
  }

  /** A request in this provider's words. */
  private final class Prepared implements PreparedCall {
    private final Bridge bridge;
    private final String path;
    private final String modelName;
    private final Outgoing outgoing;
    private final Reception reception;

    Prepared(Bridge bridge, String path, String modelName, Outgoing outgoing, Reception reception) {
      this.bridge = bridge;
      this.path = path;
      this.modelName = modelName;
      this.outgoing = outgoing;
      this.reception = reception;
    }

    @Override
    public List<String> dropped() {
      return outgoing.dropped();
    }

    @Override
    public Outcome attempt(Call call, AnswerSink sink) {
      boolean sameProtocol = bridge.client().protocol() == bridge.provider().protocol();
      UpstreamCall upstream = new UpstreamCall(loop, call.waiter());
      upstream.start(
          connections,
          call.timeouts().connect(),
          endpoint.request(
              path, modelName, sameProtocol ? call.passOn() : PassOn.NOTHING, outgoing.body()),
          outgoing.body());
      return new HttpAttempt(
              call, sink, reception, bridge, upstream, outgoing.body(), accounting, mask)
          .run();
    }
  }
}
