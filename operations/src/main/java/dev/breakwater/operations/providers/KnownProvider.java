package dev.breakwater.operations.providers;

import dev.breakwater.gateway.settings.Hosting;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.wire.format.Protocol;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Providers that need no more than a key. The default model is each vendor's small and cheap one,
 * for it answers when nobody has chosen.
 */
public enum KnownProvider {
  OPENAI(ProviderKind.OPENAI, "https://api.openai.com/v1", "gpt-4o-mini", "OPENAI_API_KEY"),
  ANTHROPIC(
      ProviderKind.ANTHROPIC, "https://api.anthropic.com", "claude-haiku-4-5", "ANTHROPIC_API_KEY"),
  GOOGLE(
      ProviderKind.GEMINI,
      "https://generativelanguage.googleapis.com",
      "gemini-2.5-flash",
      "GEMINI_API_KEY GOOGLE_API_KEY"),
  OPENROUTER(
      ProviderKind.OPENAI, "https://openrouter.ai/api/v1", "openrouter/auto", "OPENROUTER_API_KEY"),
  MISTRAL(
      ProviderKind.OPENAI, "https://api.mistral.ai/v1", "mistral-small-latest", "MISTRAL_API_KEY"),
  GROQ(
      ProviderKind.OPENAI,
      "https://api.groq.com/openai/v1",
      "llama-3.1-8b-instant",
      "GROQ_API_KEY"),
  DEEPSEEK(ProviderKind.OPENAI, "https://api.deepseek.com/v1", "deepseek-chat", "DEEPSEEK_API_KEY"),
  XAI(ProviderKind.OPENAI, "https://api.x.ai/v1", "grok-3-mini", "XAI_API_KEY"),
  TOGETHER(
      ProviderKind.OPENAI,
      "https://api.together.xyz/v1",
      "meta-llama/Llama-3.3-70B-Instruct-Turbo",
      "TOGETHER_API_KEY"),
  /** On the same machine, as it comes; needs no key. */
  OLLAMA(ProviderKind.OPENAI, "http://127.0.0.1:11434/v1", "llama3.2", ""),
  /** On the same machine, as it comes; needs no key. */
  VLLM(ProviderKind.OPENAI, "http://127.0.0.1:8000/v1", "default", ""),
  AZURE(ProviderKind.AZURE, "", "gpt-4o-mini", "AZURE_OPENAI_API_KEY"),
  BEDROCK(ProviderKind.BEDROCK, "", "anthropic.claude-3-haiku-20240307-v1:0", "");

  private final ProviderKind kind;
  private final URI baseUrl;
  private final String defaultModel;

  /** The first that is set counts; separated by spaces. */
  private final String variables;

  KnownProvider(ProviderKind kind, String baseUrl, String defaultModel, String variables) {
    this.kind = kind;
    this.baseUrl = URI.create(baseUrl);
    this.defaultModel = defaultModel;
    this.variables = variables;
  }

  /** The name under which it needs no more than a key. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How it is spoken to. */
  public ProviderKind kind() {
    return kind;
  }

  /** The vendor's own address; empty where every customer has another. */
  public Optional<URI> home() {
    return Optional.of(baseUrl).filter(url -> url.getHost() != null);
  }

  /** Protocols that the vendor understands beside the usual one. */
  public Hosting.Direct direct() {
    return this == OPENAI || this == XAI
        ? new Hosting.Direct(Set.of(Protocol.RESPONSES))
        : Hosting.Direct.PLAIN;
  }

  /** A small and cheap one. */
  public String defaultModel() {
    return defaultModel;
  }

  /** Empty for a name of which nothing is known. */
  public static Optional<KnownProvider> named(String name) {
    return Arrays.stream(values()).filter(known -> known.id().equals(name)).findFirst();
  }

  /** Those that a key in the environment configures by itself. */
  public static List<KnownProvider> configuredByKey() {
    return Arrays.stream(values()).filter(known -> known.home().isPresent()).toList();
  }

  /** Whose own host an address is at. */
  public static Optional<KnownProvider> at(URI baseUrl) {
    return Arrays.stream(values())
        .filter(known -> known.baseUrl.getHost() != null)
        .filter(known -> known.baseUrl.getHost().equals(baseUrl.getHost()))
        .findFirst();
  }

  /** Whether nobody is served there without a key. */
  public boolean asksForKey() {
    return !variables.isEmpty();
  }

  /** The variables that may hold its key; the first that is set counts. */
  public List<String> variables() {
    return variables.isEmpty() ? List.of() : List.of(variables.split(" "));
  }

  /** The first of this vendor's variables that holds a key. */
  public Optional<String> variable(Map<String, String> environment) {
    return variables().stream()
        .filter(variable -> !environment.getOrDefault(variable, "").isBlank())
        .findFirst();
  }

  /** As it is with nothing but a key. */
  public ProviderSettings withKey(Secret key) {
    return new ProviderSettings(
        id(),
        id(),
        kind.protocol(),
        baseUrl,
        key,
        direct(),
        List.of(ModelSettings.named(defaultModel)));
  }
}
