package dev.breakwater.server.api.system;

import dev.breakwater.gateway.concurrent.VirtualThreads;
import dev.breakwater.operations.settings.LayeredSettings;
import dev.breakwater.server.config.Configuration;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The effective settings as the API shows them. */
public final class SettingsJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private SettingsJson() {}

  /**
   * @param simulatorUrl empty when no simulated provider runs
   */
  public static ObjectNode of(
      Configuration configuration, LayeredSettings settings, String simulatorUrl, String version) {
    ObjectNode answer = JSON.createObjectNode().put("version", version);
    answer
        .putObject("server")
        .put("host", configuration.server().host())
        .put("port", configuration.server().port())
        .put("openAccess", configuration.server().openAccess());
    answer.put("data", configuration.data().toString());
    answer.put("carriedThreads", VirtualThreads.canBeCarried());
    if (!simulatorUrl.isEmpty()) {
      answer.putObject("simulator").put("url", simulatorUrl);
    }
    ObjectNode values = answer.putObject("values");
    configuration
        .origins()
        .forEach((path, setting) ->
            values
                .putObject(path)
                .put("value", setting.shown())
                .put("origin", setting.origin().toString()));
    settings
        .changedValues()
        .forEach((path, value) -> values.putObject(path).put("value", value).put("origin", "api"));
    settings.shadowed().forEach(answer.putArray("shadowedByApi")::add);
    return answer;
  }
}
