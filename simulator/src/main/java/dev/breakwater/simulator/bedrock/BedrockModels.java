package dev.breakwater.simulator.bedrock;

import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Bedrock's list of foundation models; any other name is served too, it is only not listed. */
final class BedrockModels {
  private static final List<String> LISTED =
      List.of(
          "amazon.nova-lite-v1:0",
          "amazon.nova-pro-v1:0",
          "anthropic.claude-3-haiku-20240307-v1:0",
          "anthropic.claude-sonnet-4-20250514-v1:0",
          "meta.llama3-1-8b-instruct-v1:0",
          "mistral.mistral-large-2407-v1:0");

  private BedrockModels() {}

  /**
   * @param wanted null for the usual ones
   */
  static Document list(@Nullable List<String> wanted) {
    ObjectNode body = Json.object();
    ArrayNode models = body.putArray("modelSummaries");
    (wanted == null ? LISTED : wanted).forEach(name -> models.add(model(name)));
    return Document.json(200, body);
  }

  static Document one(String name) {
    ObjectNode body = Json.object();
    body.set("modelDetails", model(name));
    return Document.json(200, body);
  }

  private static ObjectNode model(String name) {
    int dot = name.indexOf('.');
    ObjectNode model = Json.object();
    model.put("modelArn", "arn:aws:bedrock:us-east-1::foundation-model/" + name);
    model.put("modelId", name);
    model.put("modelName", name.substring(dot + 1));
    model.put("providerName", dot < 0 ? "Simulated" : name.substring(0, dot));
    model.putArray("inputModalities").add("TEXT").add("IMAGE");
    model.putArray("outputModalities").add("TEXT");
    model.put("responseStreamingSupported", true);
    model.putArray("customizationsSupported");
    model.putArray("inferenceTypesSupported").add("ON_DEMAND");
    model.putObject("modelLifecycle").put("status", "ACTIVE");
    return model;
  }
}
