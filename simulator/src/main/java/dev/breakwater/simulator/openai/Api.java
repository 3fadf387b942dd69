package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.ApiRequest;
import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Reading;
import dev.breakwater.simulator.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls that OpenAI and those who host its models have in common. */
final class Api {
  private static final String CHAT = "/chat/completions";
  private static final String COMPLETIONS = "/completions";
  private static final String EMBEDDINGS = "/embeddings";
  private static final String MODELS = "/models";
  private static final String RESPONSES = "/responses";
  private static final String INPUT_TOKENS = RESPONSES + "/input_tokens";
  private static final Set<String> GENERATING = Set.of(CHAT, COMPLETIONS, EMBEDDINGS, RESPONSES);

  private final Host host;
  private final ResponseStore store = new ResponseStore();
  private final StoredResponses stored = new StoredResponses(store);

  Api(Host host) {
    this.host = host;
  }

  /** Whether the path asks a model for an answer; {@code path} is below {@code /v1}. */
  static boolean generates(String path) {
    return GENERATING.contains(path);
  }

  /** Whether there is anything at the path. */
  static boolean serves(String path) {
    return generates(path)
        || path.equals(MODELS)
        || path.startsWith(MODELS + "/")
        || path.startsWith(RESPONSES + "/");
  }

  /** The method that the path takes, null when it depends. */
  static @Nullable String method(String path) {
    if (generates(path) || path.equals(INPUT_TOKENS)) {
      return "POST";
    }
    return path.startsWith(MODELS) ? "GET" : null;
  }

  /**
   * Understands a request whose path is served and whose method and key are right.
   *
   * @param path below {@code /v1}
   * @param deployment that the path names and that stands for the model; null when the body names
   *     the model
   */
  Reading read(ApiRequest request, String path, @Nullable String deployment) {
    if (path.equals(MODELS)) {
      return new Reading.ModelList(OpenAiModels::list);
    }
    if (path.startsWith(MODELS + "/")) {
      String model =
          URLDecoder.decode(
              path.substring(MODELS.length() + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
      return new Reading.Side(model, OpenAiModels.one(model));
    }
    if (!generates(path) && !path.equals(INPUT_TOKENS)) {
      return stored.read(request, path.substring(RESPONSES.length() + 1));
    }
    JsonNode body = Json.parse(request.body().getBytes());
    if (body == null || !body.isObject()) {
      Document refusal = OpenAiErrors.notJson();
      return new Reading.Refusal(deployment, false, generates(path), refusal);
    }
    JsonNode meant = deployment == null ? body : deployed((ObjectNode) body, deployment);
    return switch (path) {
      case CHAT -> ChatRequest.read(meant, host);
      case COMPLETIONS -> CompletionRequest.read(meant);
      case EMBEDDINGS -> Embeddings.read(meant);
      case INPUT_TOKENS -> ResponsesRequest.count(meant, store);
      default -> ResponsesRequest.read(meant, store, host);
    };
  }

  private static JsonNode deployed(ObjectNode body, String deployment) {
    return body.put("model", deployment);
  }
}
