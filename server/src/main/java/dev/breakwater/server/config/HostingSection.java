package dev.breakwater.server.config;

import dev.breakwater.gateway.settings.Hosting;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.operations.providers.KnownProvider;
import dev.breakwater.operations.providers.ProviderKind;
import dev.breakwater.operations.providers.ProviderRules;
import dev.breakwater.wire.format.Protocol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads those keys of a provider that only some houses have. */
final class HostingSection {
  private final Map<String, String> environment;

  HostingSection(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Empty when something is missing, which is then a problem of the section. */
  Optional<Hosting> read(Section section, ProviderKind kind, Optional<KnownProvider> known) {
    return switch (kind) {
      case OPENAI -> Optional.of(direct(section, known));
      case ANTHROPIC, GEMINI -> Optional.of(Hosting.Direct.PLAIN);
      case AZURE -> Optional.of(azure(section));
      case BEDROCK -> bedrock(section);
    };
  }

  /** Whether a server knows the Responses API: many that imitate OpenAI do not. */
  private static Hosting direct(Section section, Optional<KnownProvider> known) {
    Hosting.Direct usual = known.map(KnownProvider::direct).orElse(Hosting.Direct.PLAIN);
    if (!section.has("responses")) {
      return usual;
    }
    return section.choice("responses", List.of("true", "false"), "false").equals("true")
        ? new Hosting.Direct(Set.of(Protocol.RESPONSES))
        : Hosting.Direct.PLAIN;
  }

  private static Hosting azure(Section section) {
    Map<String, String> deployments = new LinkedHashMap<>();
    if (section.has("deployments")) {
      Section named = section.section("deployments");
      for (String model : named.names().keySet()) {
        named.text(model).ifPresent(deployment -> deployments.put(model, deployment));
      }
      named.close();
    }
    return new Hosting.Azure(section.text("apiVersion").orElse(null), deployments);
  }

  private Optional<Hosting> bedrock(Section section) {
    Optional<String> region = given(section.text("region"), "AWS_REGION");
    // It names the secret and opens nothing by itself, but is shown to nobody by the API either.
    Optional<String> id =
        given(section.secret("accessKeyId").map(Secret::reveal), "AWS_ACCESS_KEY_ID");
    Optional<Secret> secret =
        section
            .secret("secretAccessKey")
            .or(() -> given(Optional.empty(), "AWS_SECRET_ACCESS_KEY").map(Secret::new));
    Optional<Secret> token = section.secret("sessionToken");
    if (section.value("accessKeyId").isEmpty() && token.isEmpty()) {
      token = given(Optional.empty(), "AWS_SESSION_TOKEN").map(Secret::new);
    }
    if (region.isEmpty()) {
      section.missing("region", "such as us-east-1, or set AWS_REGION");
    }
    Optional<String> wrongRegion = region.flatMap(ProviderRules::regionProblem);
    wrongRegion.ifPresent(problem -> section.problem("region", problem));
    if (id.isEmpty()) {
      section.missing("accessKeyId", "or set AWS_ACCESS_KEY_ID");
    }
    if (secret.isEmpty()) {
      section.missing("secretAccessKey", "or set AWS_SECRET_ACCESS_KEY");
    }
    return region.isEmpty() || wrongRegion.isPresent() || id.isEmpty() || secret.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Hosting.Bedrock(region.get(), id.get(), secret.get(), token.orElse(null)));
  }

  private Optional<String> given(Optional<String> value, String variable) {
    return value
        .or(() -> Optional.ofNullable(environment.get(variable)))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }
}
