package dev.breakwater.acceptance;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code breakwater simulator}: the simulated providers in a process of their own. */
public final class SimulatorProcess implements AutoCloseable {
  private static final Pattern URL = Pattern.compile("google on (\\S+)\n");

  private final Child child;
  private final Simulator simulator;

  public SimulatorProcess(Path directory) {
    child = Packaged.run(directory, Map.of(), List.of("simulator", "--port", "0"));
    simulator = new Simulator(URI.create(child.await(URL, Duration.ofSeconds(40)).group(1)));
  }

  public Simulator simulator() {
    return simulator;
  }

  /** A provider in a configuration file, up to its models. */
  public String provider(String name) {
    String protocol = name.equals("google") ? "gemini" : name;
    String path = name.equals("openai") ? "/openai/v1" : "/" + protocol;
    return """
      - name: %s
        protocol: %s
        baseUrl: %s%s
        apiKey: %s
    """
        .formatted(name, protocol, simulator.url(), path, providerKey(name));
  }

  public static String providerKey(String name) {
    return Secrets.MARK + name + "-key-4713";
  }

  @Override
  public void close() {
    child.close();
  }
}
