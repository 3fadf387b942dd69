package dev.breakwater.acceptance.faults;

import dev.breakwater.acceptance.Secrets;
import dev.breakwater.acceptance.Simulator;
import dev.breakwater.acceptance.faults.Certificates.Shown;
import dev.breakwater.acceptance.faults.FaultProxy.Strike;
import dev.breakwater.acceptance.faults.FaultProxy.Way;
import dev.breakwater.acceptance.faults.Row.Trouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Makes the troubles of {@link Row}, and providers to have them. */
final class Troubles implements AutoCloseable {
  private final Certificates certificates;
  private final List<AutoCloseable> open = new ArrayList<>();
  private @Nullable FaultProxy line;
  private int struckBefore;

  Troubles(Path directory) {
    certificates = new Certificates(directory);
  }

  /** Of a server that trusts the right authority. */
  Map<String, String> environment() {
    return Map.of("JAVA_TOOL_OPTIONS", certificates.trustOptions());
  }

  /** The providers that are in trouble by their line or their address, for the configuration. */
  String providers(Simulator simulator) {
    int port = simulator.url().getPort();
    FaultProxy made = add(new FaultProxy(port));
    line = made;
    return entry("line-openai", "openai", made.port(), "/openai/v1")
        + entry("line-anthropic", "anthropic", made.port(), "/anthropic")
        + entry("line-google", "gemini", made.port(), "/gemini")
        + Scene.provider("closed", "http://127.0.0.1:" + closedPort() + "/v1")
        + Scene.provider("deaf", "http://127.0.0.1:" + deafPort() + "/v1")
        + tls("tls-good", tlsPort(Shown.GOOD, port))
        + tls("tls-expired", tlsPort(Shown.EXPIRED, port))
        + tls("tls-other-host", tlsPort(Shown.OF_ANOTHER_HOST, port))
        + tls("tls-self-signed", tlsPort(Shown.SELF_SIGNED, port))
        + tls("tls-dribbling", dribblingPort(tlsPort(Shown.GOOD, port)));
  }

  private static String entry(String name, String protocol, int port, String path) {
    return "  - {name: %s, protocol: %s, baseUrl: \"http://127.0.0.1:%d%s\", apiKey: %s%s-key-4717}\n"
        .formatted(name, protocol, port, path, Secrets.MARK, name);
  }

  private static String tls(String name, int port) {
    return Scene.provider(name, "https://localhost:" + port + "/openai/v1");
  }

  private int tlsPort(Shown shown, int simulatorPort) {
    return add(new FaultProxy(certificates.listen(shown), simulatorPort)).port();
  }

  private int dribblingPort(int tlsPort) {
    FaultProxy dribbling = add(new FaultProxy(tlsPort));
    dribbling.set(Strike.atOnce(Way.DRIBBLE));
    return dribbling.port();
  }

  private static int closedPort() {
    try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return once.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nobody accepts there, and the queue of those who wait is full. */
  private int deafPort() {
    try {
      ServerSocket deaf = add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      for (int waiting = 0; waiting < 4; waiting++) {
        SocketChannel one = add(SocketChannel.open());
        one.setOption(StandardSocketOptions.TCP_NODELAY, true);
        one.configureBlocking(false);
        one.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), deaf.getLocalPort()));
      }
      return deaf.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void begin(Trouble trouble, Simulator simulator) {
    switch (trouble) {
      case Trouble.Script script ->
          Simulator.PROVIDERS.forEach(it -> simulator.script(it, script.step()));
      case Trouble.Line broken -> {
        simulatorsTakeTheirTime(simulator);
        struckBefore = line().struck();
        line().set(broken.strike());
        // A call on a connection that is as good as closed would fail without our doing.
        Awaitility.await("connections let go").until(() -> !Sockets.isHeld(line().port()));
      }
      case Trouble.Address address -> simulatorsTakeTheirTime(simulator);
    }
  }

  /** So that the events before a strike are on their way when it comes. */
  private static void simulatorsTakeTheirTime(Simulator simulator) {
    Simulator.PROVIDERS.forEach(
        it -> simulator.script(it, "{\"tokens\": 30, \"betweenTokens\": \"5ms\"}"));
  }

  /**
   * @return how often the line has struck
   */
  int end() {
    int struck = line().struck() - struckBefore;
    line().set(Strike.NONE);
    return struck;
  }

  private FaultProxy line() {
    if (line == null) {
      throw new IllegalStateException("the providers come first");
    }
    return line;
  }

  private <T extends AutoCloseable> T add(T opened) {
    open.add(opened);
    return opened;
  }

  @Override
  public void close() {
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
