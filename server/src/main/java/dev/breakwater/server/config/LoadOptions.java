package dev.breakwater.server.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says about the configuration.
 *
 * @param simulatorPort absent: the one after the server's
 * @param openAccess no authentication; refused on any host but a loopback one
 */
public record LoadOptions(
    Optional<String> host,
    OptionalInt port,
    Optional<String> data,
    boolean simulate,
    OptionalInt simulatorPort,
    boolean openAccess) {

  public static final LoadOptions NONE = withData(null);

  /**
   * For a command about the files of a server.
   *
   * @param directory where its data is; null where the command line does not say
   */
  public static LoadOptions withData(@Nullable String directory) {
    return new LoadOptions(
        Optional.empty(),
        OptionalInt.empty(),
        Optional.ofNullable(directory),
        false,
        OptionalInt.empty(),
        false);
  }

  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    host.ifPresent(value -> values.put("server.host", value));
    port.ifPresent(value -> values.put("server.port", String.valueOf(value)));
    data.ifPresent(value -> values.put("data", value));
    return values;
  }

  /** The option behind each path of {@link #values}. */
  static Map<String, String> names() {
    return Map.of("server.host", "--host", "server.port", "--port", "data", "--data");
  }
}
