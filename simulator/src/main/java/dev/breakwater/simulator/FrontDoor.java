package dev.breakwater.simulator;

import dev.breakwater.simulator.answer.ApiRequest;
import dev.breakwater.simulator.answer.Reading;
import dev.breakwater.simulator.answer.Vendor;
import dev.breakwater.simulator.calls.Call;
import dev.breakwater.simulator.calls.CallLog;
import dev.breakwater.simulator.delivery.Delivery;
import dev.breakwater.simulator.script.ScriptBoard;
import dev.breakwater.simulator.script.Step;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes every request, reads it fully, and passes it to the provider or to the controls that its
 * path names.
 */
final class FrontDoor implements Handler<HttpServerRequest> {
  private final Vertx vertx;
  private final List<Provider> providers;
  private final Controls controls;

  FrontDoor(Vertx vertx, List<Vendor> vendors, Supplier<String> baseUrl) {
    this.vertx = vertx;
    this.providers =
        vendors.stream()
            .map(vendor -> new Provider(vendor, new ScriptBoard(System::nanoTime), new CallLog()))
            .toList();
    this.controls = new Controls(vertx, providers, baseUrl);
  }

  @Override
  public void handle(HttpServerRequest request) {
    String path = request.path() == null ? "" : request.path();
    Provider provider = provider(path);
    // A client that leaves while it sends has asked nothing yet, so its failure is of no interest.
    var _ =
        request
            .body()
            .onSuccess(body -> {
              if (provider == null) {
                controls.serve(request, path, body.getBytes());
              } else {
                serve(request, provider, path, body);
              }
            });
  }

  private @Nullable Provider provider(String path) {
    for (Provider provider : providers) {
      String mount = provider.vendor().mount();
      if (path.startsWith(mount) && path.startsWith("/", mount.length())) {
        return provider;
      }
    }
    return null;
  }

  private void serve(HttpServerRequest request, Provider provider, String path, Buffer body) {
    Vendor vendor = provider.vendor();
    ApiRequest asked =
        new ApiRequest(
            request.method().name(),
            path.substring(vendor.mount().length()),
            request.query() == null ? MultiMap.caseInsensitiveMultiMap() : request.params(),
            request.headers(),
            body);
    Reading reading = vendor.read(asked);
    Call call =
        new Call(
            new Call.Asked(
                Instant.now(),
                path,
                request.query(),
                reading.model(),
                reading.stream(),
                headers(request.headers()),
                body));
    Step step;
    if (reading.generation()) {
      provider.log().generation(call);
      step = provider.board().take(reading.model());
    } else {
      provider.log().other(call);
      step = provider.board().peek(reading.model());
    }
    new Delivery(vertx, request, vendor, asked, call, step).send(reading);
  }

  private static Map<String, String> headers(MultiMap headers) {
    Map<String, String> map = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : headers) {
      map.merge(
          header.getKey().toLowerCase(Locale.ROOT),
          header.getValue(),
          (first, next) -> first + ", " + next);
    }
    return map;
  }
}
