package dev.breakwater.server.imports;

import dev.breakwater.operations.providers.ProviderKind;
import dev.breakwater.server.config.YamlText;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads entries of {@code model_list}, and says what of each has no meaning here. */
final class DeploymentReader {
  private static final Set<String> READ =
      Set.of(
          "model",
          "api_key",
          "api_base",
          "base_url",
          "api_version",
          "custom_llm_provider",
          "aws_region_name",
          "aws_access_key_id",
          "aws_secret_access_key",
          "aws_session_token",
          "weight",
          "order",
          "rpm",
          "tpm",
          "timeout",
          "stream_timeout",
          "litellm_credential_name");

  /** Modes of a model that requests can be made in here. */
  private static final Set<String> MODES = Set.of("chat", "completion", "embedding", "responses");

  private static final Map<String, String> HINTS =
      new TreeMap<>(
          Map.of(
              "max_retries", "retries are a chain's or route's: maxRetries",
              "num_retries", "retries are a chain's or route's: maxRetries",
              "max_parallel_requests", "limits are a key's",
              "tags", "requests are not chosen by tags",
              "drop_params", "what a provider's protocol lacks is told or left out by itself",
              "organization", "the header OpenAI-Organization is the client's to send",
              "temperature", "clients send it; nothing is added to their requests",
              "max_tokens", "clients send it; nothing is added to their requests",
              "extra_headers", "no headers are added to requests",
              "aws_role_name", "only access keys sign for Bedrock here"));

  private final Secrets secrets;
  private final Remarks remarks;
  private final Map<String, Part.Keyed> credentials = new TreeMap<>();

  /**
   * @param credentials by the name that entries refer to
   */
  DeploymentReader(Secrets secrets, Remarks remarks, Map<String, Part.Keyed> credentials) {
    this.secrets = secrets;
    this.remarks = remarks;
    this.credentials.putAll(credentials);
  }

  /** Empty when no request could be made of it here, which is remarked. */
  Optional<Deployment> read(Part part) {
    if (!(part instanceof Part.Keyed entry)) {
      remarks.left(part, "model_list", "is no model");
      return Optional.empty();
    }
    String group = entry.text("model_name").orElse("");
    Part.Keyed given = entry.section("litellm_params");
    Part.Keyed info = entry.section("model_info");
    String subject = "model " + group;
    Optional<String> named = given.text("model");
    if (group.isBlank() || group.length() > 200 || named.isEmpty()) {
      remarks.left(entry, subject, "has no model_name or no litellm_params.model");
      return Optional.empty();
    }
    Optional<String> mode = info.text("mode").filter(it -> !MODES.contains(it));
    if (mode.isPresent()) {
      remarks.left(entry, subject, "is for '" + mode.get() + "', which is not served here");
      return Optional.empty();
    }
    Part.Keyed params = withCredential(given);
    Optional<Place> place = place(params, named.get(), subject, entry);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    rest(given, info, subject);
    remarks.taken(entry, subject, "calls " + named.get());
    Upstream upstream = upstream(place.get(), params, subject, entry);
    return Optional.of(
        new Deployment(
            entry,
            group,
            upstream,
            place.get().model(),
            info.text("base_model").map(it -> it.substring(it.indexOf('/') + 1)),
            ModelFacts.read(params, info),
            share(params),
            params.number("order").map(Double::intValue).orElse(1),
            params.number("timeout"),
            params.number("stream_timeout")));
  }

  /**
   * @param region from the model's name; empty where it names none
   */
  private record Place(Vendors.Vendor vendor, String model, String region) {}

  private Part.Keyed withCredential(Part.Keyed params) {
    Part.Keyed credential =
        params.text("litellm_credential_name").map(credentials::get).orElse(Part.Keyed.empty(0));
    Map<String, Part> all = new TreeMap<>(credential.entries());
    all.putAll(params.entries());
    return new Part.Keyed(params.line(), all);
  }

  private Optional<Place> place(Part.Keyed params, String named, String subject, Part at) {
    String model = named;
    Optional<String> vendor = params.text("custom_llm_provider");
    if (vendor.isEmpty()) {
      int slash = named.indexOf('/');
      String prefix = slash < 0 ? "" : named.substring(0, slash);
      if (Vendors.named(prefix).isPresent() || Vendors.isForeign(prefix)) {
        vendor = Optional.of(prefix);
        model = named.substring(slash + 1);
      } else {
        vendor = Vendors.ofBareModel(named);
      }
    }
    if (vendor.isEmpty() && base(params).isPresent()) {
      remarks.approximated(at, subject, "is taken for a server that speaks as OpenAI's does");
      vendor = Optional.of("openai_like");
    }
    Optional<Vendors.Vendor> known = vendor.flatMap(Vendors::named);
    if (known.isEmpty()) {
      remarks.left(
          at,
          subject,
          vendor
              .map(it -> "'" + it + "' speaks a protocol, or signs in, in a way not known here")
              .orElse("nobody knows whose model '" + named + "' is"));
      return Optional.empty();
    }
    if (known.get().home().isEmpty()
        && known.get().kind() != ProviderKind.BEDROCK
        && base(params).isEmpty()
        && known.get().kind() != ProviderKind.AZURE) {
      remarks.left(at, subject, "names no api_base");
      return Optional.empty();
    }
    return place(known.get(), model, subject, at);
  }

  private Optional<Place> place(Vendors.Vendor vendor, String given, String subject, Part at) {
    String model = given.replaceFirst("^(responses|gpt5_series|o_series)/", "");
    String region = "";
    if (vendor.kind() == ProviderKind.BEDROCK) {
      model = model.replaceFirst("^(converse|converse_like|invoke)/", "");
      if (model.matches("[a-z]{2}(-[a-z]+)+-\\d/.+")) {
        region = model.substring(0, model.indexOf('/'));
        model = model.substring(model.indexOf('/') + 1);
      }
      if (model.matches("(agent|agentcore|arn:.*|.*/arn:.*).*")) {
        remarks.left(at, subject, "is no model of Bedrock's own");
        return Optional.empty();
      }
    }
    if (model.isBlank()) {
      remarks.left(at, subject, "names a vendor and no model");
      return Optional.empty();
    }
    return Optional.of(new Place(vendor, model, region));
  }

  private static Optional<String> base(Part.Keyed params) {
    return params.text("api_base").or(() -> params.text("base_url"));
  }

  private Upstream upstream(Place place, Part.Keyed params, String subject, Part at) {
    Vendors.Vendor vendor = place.vendor();
    if (vendor.kind() == ProviderKind.BEDROCK) {
      return amazon(place, params, subject, at);
    }
    Optional<String> base = base(params);
    String baseUrl = base.map(it -> address(vendor, secrets.plain(it))).orElse("");
    if (baseUrl.equals(vendor.home())) {
      baseUrl = "";
    }
    String usual = vendor.variable().isEmpty() ? variable(vendor.name()) : vendor.variable();
    String key =
        params
            .text("api_key")
            .filter(it ->
                !Set.of("none", "empty", "fake", "dummy").contains(it.toLowerCase(Locale.ROOT)))
            .map(it ->
                secrets.secret(
                    it, usual, remarks, params.find("api_key").orElse(at), subject + ", api_key"))
            .orElse("");
    if (vendor.kind() == ProviderKind.AZURE && baseUrl.isEmpty()) {
      baseUrl = secrets.reference("AZURE_API_BASE");
    }
    boolean ownPlace = !base.isPresent() || vendor.kind() == ProviderKind.AZURE;
    if (key.isEmpty() && ownPlace && !vendor.variable().isEmpty()) {
      key = secrets.reference(vendor.variable());
    }
    String version =
        vendor.kind() == ProviderKind.AZURE
            ? params.text("api_version").map(secrets::plain).orElse("")
            : "";
    return new Upstream(vendor, baseUrl, key, version, "", "", "", "");
  }

  private Upstream amazon(Place place, Part.Keyed params, String subject, Part at) {
    String region =
        place.region().isEmpty()
            ? params
                .text("aws_region_name")
                .map(secrets::plain)
                .orElseGet(() -> secrets.reference("AWS_REGION"))
            : place.region();
    return new Upstream(
        place.vendor(),
        base(params).map(secrets::plain).orElse(""),
        "",
        "",
        region,
        amazonSecret(params, "aws_access_key_id", subject, at)
            .orElseGet(() -> secrets.reference("AWS_ACCESS_KEY_ID")),
        amazonSecret(params, "aws_secret_access_key", subject, at)
            .orElseGet(() -> secrets.reference("AWS_SECRET_ACCESS_KEY")),
        amazonSecret(params, "aws_session_token", subject, at).orElse(""));
  }

  private Optional<String> amazonSecret(Part.Keyed params, String key, String subject, Part at) {
    return params
        .text(key)
        .map(it ->
            secrets.secret(
                it,
                key.toUpperCase(Locale.ROOT),
                remarks,
                params.find(key).orElse(at),
                subject + ", " + key));
  }

  /** The address as our file writes it, which is not in all protocols what LiteLLM's is. */
  private static String address(Vendors.Vendor vendor, String given) {
    String base = given.replaceFirst("/+$", "").replaceFirst("/chat/completions$", "");
    return switch (vendor.kind()) {
      case ANTHROPIC -> base.replaceFirst("/v1(/messages)?$", "");
      case GEMINI -> base.replaceFirst("/v1(beta)?(/models)?$", "");
      case AZURE -> base.replaceFirst("/openai(/.*)?$", "");
      case BEDROCK -> base;
      case OPENAI ->
          vendor.name().startsWith("ollama") && !base.endsWith("/v1") ? base + "/v1" : base;
    };
  }

  private static String variable(String vendor) {
    return vendor.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_API_KEY";
  }

  private double share(Part.Keyed params) {
    return params
        .number("weight")
        .or(() -> params.number("rpm"))
        .or(() -> params.number("tpm"))
        .orElse(0.0);
  }

  private void rest(Part.Keyed params, Part.Keyed info, String subject) {
    params
        .entries()
        .forEach((key, part) -> {
          if (key.equals("rpm") || key.equals("tpm")) {
            remarks.approximated(
                part,
                subject + ", " + key,
                "weighs the target against others; it is no limit here");
          } else if (!READ.contains(key) && !ModelFacts.reads(key)) {
            remarks.left(part, subject + ", " + key, HINTS.getOrDefault(key, "means nothing here"));
          }
        });
    info.entries()
        .forEach((key, part) -> {
          if (!ModelFacts.reads(key) && !Set.of("mode", "base_model", "id").contains(key)) {
            remarks.left(part, subject + ", model_info." + key, "means nothing here");
          }
        });
  }

  /** A name as our file writes it. */
  static String literal(String text) {
    return YamlText.literal(text);
  }
}
