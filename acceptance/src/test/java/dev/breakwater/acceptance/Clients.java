package dev.breakwater.acceptance;

import java.util.List;
import java.util.stream.Stream;

/** OpenAI's own clients, pointed at one server. */
final class Clients implements AutoCloseable {
  private final List<ChatClient> all;

  Clients(Server server) {
    all =
        List.of(
            new ChatClient(Library.OPENAI_JAVA, server),
            new ChatClient(Library.NPM_OPENAI, server));
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
