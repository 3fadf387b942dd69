package dev.breakwater.server.imports;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * One entry of {@code model_list}.
 *
 * @param group the name that clients ask for
 * @param model at the vendor; {@code *} for whatever is asked for
 * @param baseModel what an Azure deployment of another name serves
 * @param facts price, windows and capabilities, without a name
 * @param share of its group's requests, in any measure
 * @param order lower first
 * @param timeout seconds
 * @param streamTimeout seconds
 */
record Deployment(
    Part at,
    String group,
    Upstream upstream,
    String model,
    Optional<String> baseModel,
    ObjectNode facts,
    double share,
    int order,
    Optional<Double> timeout,
    Optional<Double> streamTimeout) {
  boolean isWildcard() {
    return model.equals("*") || model.endsWith("/*");
  }
}
