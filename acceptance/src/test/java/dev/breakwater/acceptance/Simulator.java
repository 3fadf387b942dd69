package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** The simulated providers: scripts them, and asks what calls they have seen. */
public final class Simulator {
  public static final List<String> PROVIDERS = List.of("openai", "anthropic", "google");

  private final URI url;
  private final Http http;

  Simulator(URI url) {
    this.url = url;
    this.http = new Http(url);
  }

  /** A call as the provider saw it. */
  public record Call(JsonNode json) {
    public Instant at() {
      return Instant.parse(json.get("at").stringValue());
    }

    public String model() {
      return json.get("model").asString("");
    }

    public boolean stream() {
      return json.get("stream").booleanValue();
    }

    public Optional<Integer> status() {
      JsonNode status = json.get("status");
      return status == null || status.isNull() ? Optional.empty() : Optional.of(status.intValue());
    }

    public String fault() {
      return text("fault");
    }

    public String ended() {
      return text("ended");
    }

    public String text() {
      return text("text");
    }

    /** As received, JSON written anew. */
    public String body() {
      return json.get("body").toString();
    }

    public long inputTokens() {
      return json.get("inputTokens").longValue();
    }

    public long outputTokens() {
      return json.get("outputTokens").longValue();
    }

    private String text(String field) {
      JsonNode value = json.get(field);
      return value == null || value.isNull() ? "" : value.asString();
    }
  }

  public URI url() {
    return url;
  }

  /** How a provider behaves from now on. */
  public void script(String provider, String script) {
    Http.Answer answer = http.call("PUT", "/script/" + provider, script);
    assertThat(answer.status()).as(answer.body()).isBetween(200, 204);
  }

  /** Every provider is healthy and has seen nothing. */
  public void heal() {
    for (String provider : PROVIDERS) {
      script(provider, "{}");
      forget(provider);
    }
  }

  /** A provider has seen nothing. */
  public void forget(String provider) {
    assertThat(http.call("DELETE", "/calls/" + provider, "").status()).isBetween(200, 204);
  }

  /** The generation calls that a provider has seen, oldest first. */
  public List<Call> calls(String provider) {
    Http.Answer answer = http.get("/calls/" + provider);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode json = answer.json();
    List<Call> calls = new ArrayList<>();
    json.get("calls").forEach(call -> calls.add(new Call(call)));
    assertThat(json.get("count").intValue()).as("calls in detail").isEqualTo(calls.size());
    return calls;
  }

  /** How many generation calls a provider has seen, more than its log remembers too. */
  public int count(String provider) {
    return http.get("/calls/" + provider).json().get("count").intValue();
  }

  /** The only call that a provider has seen. */
  public Call onlyCall(String provider) {
    List<Call> calls = calls(provider);
    assertThat(calls).as(provider + "'s calls").hasSize(1);
    return calls.getFirst();
  }

  /** Waits until a provider's only call is as wanted. */
  public Call awaitCall(String provider, Duration limit, Predicate<Call> wanted) {
    Awaitility.await(provider + "'s call")
        .atMost(limit)
        .pollInterval(Duration.ofMillis(15))
        .until(() -> calls(provider).stream().anyMatch(wanted));
    return onlyCall(provider);
  }
}
