package dev.breakwater.server.config;

import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.wire.format.Protocol;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Providers that need no more than a key. The default model is each vendor's small and cheap one,
 * for it answers when nobody has chosen.
 */
enum KnownProvider {
  OPENAI(Protocol.OPENAI, "https://api.openai.com/v1", "gpt-4o-mini", "OPENAI_API_KEY"),
  ANTHROPIC(
      Protocol.ANTHROPIC, "https://api.anthropic.com", "claude-haiku-4-5", "ANTHROPIC_API_KEY"),
  GOOGLE(
      Protocol.GEMINI,
      "https://generativelanguage.googleapis.com",
      "gemini-2.5-flash",
      "GEMINI_API_KEY GOOGLE_API_KEY"),
  OPENROUTER(
      Protocol.OPENAI, "https://openrouter.ai/api/v1", "openrouter/auto", "OPENROUTER_API_KEY"),
  MISTRAL(Protocol.OPENAI, "https://api.mistral.ai/v1", "mistral-small-latest", "MISTRAL_API_KEY"),
  GROQ(Protocol.OPENAI, "https://api.groq.com/openai/v1", "llama-3.1-8b-instant", "GROQ_API_KEY"),
  DEEPSEEK(Protocol.OPENAI, "https://api.deepseek.com/v1", "deepseek-chat", "DEEPSEEK_API_KEY"),
  XAI(Protocol.OPENAI, "https://api.x.ai/v1", "grok-3-mini", "XAI_API_KEY"),
  TOGETHER(
      Protocol.OPENAI,
      "https://api.together.xyz/v1",
      "meta-llama/Llama-3.3-70B-Instruct-Turbo",
      "TOGETHER_API_KEY");

  private final Protocol protocol;
  private final URI baseUrl;
  private final String defaultModel;

  /** The first that is set counts; separated by spaces. */
  private final String variables;

  KnownProvider(Protocol protocol, String baseUrl, String defaultModel, String variables) {
    this.protocol = protocol;
    this.baseUrl = URI.create(baseUrl);
    this.defaultModel = defaultModel;
    this.variables = variables;
  }

  String id() {
    return Section.word(this);
  }

  Protocol protocol() {
    return protocol;
  }

  URI baseUrl() {
    return baseUrl;
  }

  String defaultModel() {
    return defaultModel;
  }

  static Optional<KnownProvider> named(String name) {
    return Arrays.stream(values()).filter(known -> known.id().equals(name)).findFirst();
  }

  static Optional<KnownProvider> at(URI baseUrl) {
    return Arrays.stream(values())
        .filter(known -> String.valueOf(baseUrl.getHost()).equals(known.baseUrl.getHost()))
        .findFirst();
  }

  /** The first of this vendor's variables that holds a key. */
  Optional<String> variable(Map<String, String> environment) {
    return Arrays.stream(variables.split(" "))
        .filter(variable -> !environment.getOrDefault(variable, "").isBlank())
        .findFirst();
  }

  ProviderSettings withKey(Secret key) {
    return new ProviderSettings(
        id(), id(), protocol, baseUrl, key, List.of(ModelSettings.named(defaultModel)));
  }
}
