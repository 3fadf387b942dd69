package dev.breakwater.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.Protocol;
import dev.breakwater.acceptance.Simulator.Call;
import dev.breakwater.acceptance.faults.Row.End;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** A question that was put to a troubled provider, and what has to come back. */
sealed interface Asked {
  int PATIENCE_SECONDS = 30;

  /** Who asked whom. */
  String title();

  /** The model that was asked for, which nobody else asks for. */
  String model();

  String provider();

  End expected();

  /** All that came back, as text. */
  String told();

  /**
   * @param calls those with this question, of all providers
   */
  void isAnsweredAsExpected(List<Call> calls);

  /** Whether the troubled provider's answer came through whole. */
  boolean isSettled(List<Call> calls);

  /** Of an answer whose library shows its headers. */
  default Optional<String> requestId() {
    return Optional.empty();
  }

  default void awaitAnswer() {
    assertThat(told()).isNotNull();
  }

  static Call only(List<Call> calls, boolean steady) {
    List<Call> found =
        calls.stream().filter(it -> it.model().equals(Scene.STEADY_MODEL) == steady).toList();
    assertThat(found).as(steady ? "calls of the next target" : "calls").hasSize(1);
    return found.getFirst();
  }

  private static boolean isSteadyCalled(List<Call> calls) {
    return calls.stream().anyMatch(it -> it.model().equals(Scene.STEADY_MODEL));
  }

  /** By an official library. */
  record ByLibrary(
      String title, String provider, String model, End expected, CompletableFuture<JsonNode> reply)
      implements Asked {
    private JsonNode answer() {
      return reply.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public String told() {
      return answer().toString();
    }

    @Override
    public Optional<String> requestId() {
      JsonNode id = answer().path("headers").path("x-request-id");
      return id.isMissingNode() ? Optional.empty() : Optional.of(id.asString());
    }

    @Override
    public void isAnsweredAsExpected(List<Call> calls) {
      switch (expected) {
        case SAME -> {
          isWholeAnswerOf(only(calls, false));
          assertThat(isSteadyCalled(calls)).isFalse();
        }
        case NEXT -> {
          isWholeAnswerOf(only(calls, true));
          isSaidByTheNextTarget();
        }
        case BROKEN -> {
          isRaised(only(calls, false));
          assertThat(isSteadyCalled(calls)).as("called on after the first token").isFalse();
        }
        case UNCOUNTED -> {
          if (answer().has("error")) {
            assertThat(answer().get("error").get("message").asString()).contains("tokens");
          } else {
            isWholeAnswerOf(only(calls, false));
          }
        }
        case EITHER -> isWholeAnswerOf(only(calls, isSteadyCalled(calls)));
        case CLEAN -> {
          if (answer().has("error")) {
            isRaised(only(calls, false));
          } else {
            isWholeAnswerOf(only(calls, isSteadyCalled(calls)));
          }
        }
      }
    }

    @Override
    public boolean isSettled(List<Call> calls) {
      // Who misses the usage may raise an error of its own; the answer was whole nonetheless.
      return (expected == End.UNCOUNTED || !answer().has("error")) && !isSteadyCalled(calls);
    }

    private void isWholeAnswerOf(Call call) {
      assertThat(answer().path("error").toString()).as(told()).isEmpty();
      assertThat(answer().path("text").asString("")).isNotEmpty().isEqualTo(call.text());
      assertThat(answer().path("finish").asString("")).as("finish").isNotEmpty();
      if (!call.fault().equals("noUsage")) {
        assertThat(answer().path("outputTokens").asLong(-1)).isEqualTo(call.outputTokens());
      }
    }

    /** Not every library shows its users the headers. */
    private void isSaidByTheNextTarget() {
      JsonNode headers = answer().path("headers");
      if (headers.has("x-request-id")) {
        assertThat(headers.get("x-breakwater-provider").asString())
            .isEqualTo(Scene.STEADY_PROVIDER);
        assertThat(headers.get("x-breakwater-model").asString()).isEqualTo(Scene.STEADY_MODEL);
        assertThat(headers.get("x-breakwater-attempts").asString()).isEqualTo("2");
      }
    }

    private void isRaised(Call call) {
      assertThat(answer().path("error").path("message").asString("")).as(told()).isNotEmpty();
      assertThat(answer().path("finish").asString("")).as("finish").isEmpty();
      assertThat(answer().path("pieces").asInt(0)).as("pieces before it broke").isPositive();
      // What never ends says the same again and again, of which the log keeps one turn.
      String said = call.fault().equals("endless") ? call.text().repeat(500) : call.text();
      assertThat(said).startsWith(answer().path("text").asString(""));
    }
  }

  /** Over the wire, as a stream. */
  record ByWire(
      String provider,
      String model,
      End expected,
      Protocol protocol,
      CompletableFuture<RawStream> reply)
      implements Asked {
    @Override
    public String title() {
      return protocol.title() + " over the wire, of " + provider;
    }

    private RawStream answer() {
      return reply.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public String told() {
      return answer().body();
    }

    @Override
    public boolean isSettled(List<Call> calls) {
      return answer().hasEnd() && !isSteadyCalled(calls);
    }

    @Override
    public void isAnsweredAsExpected(List<Call> calls) {
      switch (expected) {
        case SAME, NEXT, UNCOUNTED, EITHER -> answer().isWhole();
        case BROKEN -> answer().endsWithAnError();
        case CLEAN -> {
          if (isSteadyCalled(calls) || answer().hasEnd()) {
            answer().isWhole();
          } else {
            answer().endsWithAnError();
          }
        }
      }
    }
  }
}
