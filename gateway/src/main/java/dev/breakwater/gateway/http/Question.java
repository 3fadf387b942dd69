package dev.breakwater.gateway.http;

import dev.breakwater.gateway.concurrent.HeavyWork;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
import dev.breakwater.wire.json.MalformedBody;
import java.util.Optional;

/** What a client asks, once its body is there. */
record Question<A>(Inbound inbound, HeavyWork heavyWork, Reader<A> reader) {

  /** Finds in a body what is asked. */
  interface Reader<A> {
    /**
     * @throws MalformedBody names the place that cannot be read
     */
    A read(byte[] body) throws MalformedBody;
  }

  /**
   * Waits for the body and reads it; empty when the client leaves before.
   *
   * @throws Rejection when it is too large or cannot be read
   */
  Optional<A> read() {
    return inbound.body().map(body -> heavyWork.await(body.length, () -> read(body)));
  }

  private A read(byte[] body) {
    try {
      return reader.read(body);
    } catch (MalformedBody e) {
      Problem problem = Problem.of(Kind.INVALID_REQUEST, 400, String.valueOf(e.getMessage()));
      throw Rejection.of(e.field().isEmpty() ? problem : problem.at(e.field()));
    }
  }
}
