package dev.breakwater.server.telemetry;

import dev.breakwater.gateway.settings.Target;
import io.opentelemetry.api.common.AttributeKey;
import java.util.List;
import java.util.Map;

/**
 * The names of OpenTelemetry's conventions for generative AI that are used here, and Breakwater's
 * own beside them. The conventions are still in development; that is why they are not a library's.
 */
final class GenAi {
  static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
  static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");
  static final AttributeKey<String> REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");
  static final AttributeKey<String> RESPONSE_MODEL =
      AttributeKey.stringKey("gen_ai.response.model");
  static final AttributeKey<Long> INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");
  static final AttributeKey<Long> OUTPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.output_tokens");
  static final AttributeKey<Long> CACHED_TOKENS =
      AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens");
  static final AttributeKey<String> TOKEN_TYPE = AttributeKey.stringKey("gen_ai.token.type");
  static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  static final AttributeKey<Long> HTTP_STATUS = AttributeKey.longKey("http.response.status_code");

  static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("breakwater.request.id");
  static final AttributeKey<String> TENANT = AttributeKey.stringKey("breakwater.tenant");
  static final AttributeKey<String> ENVIRONMENT = AttributeKey.stringKey("breakwater.environment");
  static final AttributeKey<String> STATUS = AttributeKey.stringKey("breakwater.status");
  static final AttributeKey<Long> ATTEMPTS = AttributeKey.longKey("breakwater.attempts");
  static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("breakwater.attempt");
  static final AttributeKey<Boolean> ESTIMATED = AttributeKey.booleanKey("breakwater.estimated");
  static final AttributeKey<Double> COST = AttributeKey.doubleKey("breakwater.cost_usd");

  /** The ledger does not tell embeddings from conversations. */
  static final String CHAT = "chat";

  static final List<Long> TOKEN_BUCKETS =
      List.of(
          1L,
          4L,
          16L,
          64L,
          256L,
          1_024L,
          4_096L,
          16_384L,
          65_536L,
          262_144L,
          1_048_576L,
          4_194_304L,
          16_777_216L,
          67_108_864L);
  static final List<Double> DURATION_BUCKETS =
      List.of(
          0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
  static final List<Double> FIRST_TOKEN_BUCKETS =
      List.of(
          0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5,
          10.0);

  private static final Map<String, String> PROVIDERS =
      Map.of(
          "google", "gcp.gemini",
          "bedrock", "aws.bedrock",
          "azure", "azure.ai.openai",
          "mistral", "mistral_ai",
          "xai", "x_ai");

  private GenAi() {}

  /** The conventions' word for a provider; its configured name where they have none. */
  static String provider(Target target) {
    return PROVIDERS.getOrDefault(target.provider(), target.provider());
  }
}
