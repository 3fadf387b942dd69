package dev.breakwater.acceptance;

import java.util.List;
import java.util.stream.Stream;

/** Every official client, pointed at one server. */
final class Clients implements AutoCloseable {
  private final List<ChatClient> all;

  Clients(Server server) {
    all =
        List.of(
            new JavaClient(server.url(), Server.API_KEY),
            new NodeClient(server.url(), Server.API_KEY));
  }

  /** A client and whether it asks for a stream. */
  record Way(ChatClient client, boolean stream) {
    ChatClient.Reply ask(String model, String prompt) {
      return client.ask(new ChatClient.Ask(model, prompt, stream, 0));
    }

    @Override
    public String toString() {
      return client + (stream ? " streamed" : " whole");
    }
  }

  List<ChatClient> all() {
    return all;
  }

  Stream<Way> wholeAndStreamed() {
    return all.stream().flatMap(it -> Stream.of(new Way(it, false), new Way(it, true)));
  }

  @Override
  public void close() {
    all.forEach(ChatClient::close);
  }
}
