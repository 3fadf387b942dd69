package dev.breakwater.wire.bridge;

import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.format.WireFormat;
import dev.breakwater.wire.json.MalformedBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/** The golden files: the same thing said in each protocol. */
final class Golden {
  static final long CREATED = 1_700_000_000L;
  static final Bridges BRIDGES = new Bridges(() -> CREATED);

  private Golden() {}

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
    return ask(protocol, json("request-text", protocol));
  }

  static Ask ask(Protocol protocol, byte[] body) throws MalformedBody {
    return switch (protocol) {
      case OPENAI -> Asks.openAiChat(body);
      case ANTHROPIC -> Asks.anthropicMessages(body);
      case GEMINI -> Asks.gemini(body, "m", false);
    };
  }

  private static byte[] read(String name, Protocol protocol, String kind) {
    String file = "/golden/" + name + "." + protocol.name().toLowerCase(Locale.ROOT) + "." + kind;
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
