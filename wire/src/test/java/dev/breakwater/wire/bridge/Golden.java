package dev.breakwater.wire.bridge;

import dev.breakwater.wire.format.Asked;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.format.WireFormat;
import dev.breakwater.wire.json.MalformedBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The golden files: the same thing said in each protocol. */
final class Golden {
  static final long CREATED = 1_700_000_000L;
  static final Bridges BRIDGES = new Bridges(() -> CREATED);

  private Golden() {}

  /** The protocols whose clients hold conversations: a completion has a prompt and no more. */
  static List<Protocol> clients() {
    return BRIDGES.clients().stream().filter(it -> it != Protocol.COMPLETIONS).toList();
  }

  static List<Protocol> providers() {
    return List.copyOf(BRIDGES.providers());
  }

  /** The protocols that are spoken on both sides. */
  static List<Protocol> both() {
    return clients().stream().filter(BRIDGES.providers()::contains).toList();
  }

  /** A client's protocol and that of a provider whose streams are texts. */
  static Stream<Arguments> pairs() {
    return clients().stream()
        .flatMap(client -> both().stream().map(it -> Arguments.of(client, it)));
  }

  /** Whether a protocol has words for a case. */
  static boolean has(String name, Protocol protocol, String kind) {
    return Golden.class.getResource(file(name, protocol, kind)) != null;
  }

  private static String file(String name, Protocol protocol, String kind) {
    return "/golden/" + name + "." + protocol.name().toLowerCase(Locale.ROOT) + "." + kind;
  }

  /** A protocol that is spoken on both sides. */
  static WireFormat format(Protocol protocol) {
    return (WireFormat) BRIDGES.client(protocol);
  }

  static byte[] json(String name, Protocol protocol) {
    return read(name, protocol, "json");
  }

  static byte[] stream(String name, Protocol protocol) {
    return read(name, protocol, "sse");
  }

  /** A streaming ask of a protocol, with usage where that is to be asked for. */
  static Ask ask(Protocol protocol) throws MalformedBody {
    // Responses repeat what was asked, and the answers here were asked nothing.
    return protocol == Protocol.RESPONSES
        ? Asks.responses("{\"input\":\"Hi\",\"stream\":true}".getBytes(StandardCharsets.UTF_8))
        : ask(protocol, json("request-text", protocol));
  }

  static Ask ask(Protocol protocol, byte[] body) throws MalformedBody {
    return switch (protocol) {
      case OPENAI -> Asks.openAiChat(body);
      case RESPONSES -> Asks.responses(body);
      case COMPLETIONS -> Asks.openAiCompletions(body);
      case ANTHROPIC -> Asks.anthropicMessages(body);
      case GEMINI -> Asks.gemini(body, "m", false, Asked.Framing.SERVER_SENT_EVENTS);
      case GENERATE -> Asks.generate(body);
      default -> throw new AssertionError("no client speaks " + protocol);
    };
  }

  static byte[] read(String name, Protocol protocol, String kind) {
    String file = file(name, protocol, kind);
    try (InputStream in = Golden.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new AssertionError("missing: " + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
