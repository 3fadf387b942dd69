package dev.breakwater.server.imports;

import dev.breakwater.operations.providers.ProviderKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The vendors by the name that LiteLLM begins its models with, and how each is reached here. */
final class Vendors {
  /**
   * How a vendor is reached.
   *
   * @param home empty where every customer has another address
   * @param variable where its key is usually kept; empty where none is asked for
   * @param catalogue its name in the price catalogue
   */
  record Vendor(String name, ProviderKind kind, String home, String variable, String catalogue) {}

  private static final Map<String, Vendor> ALL = new LinkedHashMap<>();

  /** Those that speak a protocol of their own, or sign in by one. */
  private static final Set<String> FOREIGN =
      Set.of(
          "vertex_ai",
          "vertex_ai_beta",
          "sagemaker",
          "sagemaker_chat",
          "watsonx",
          "replicate",
          "petals",
          "palm",
          "nlp_cloud",
          "aleph_alpha",
          "baseten",
          "predibase",
          "triton",
          "cloudflare",
          "snowflake",
          "voyage",
          "jina_ai",
          "infinity",
          "assemblyai",
          "elevenlabs",
          "deepgram",
          "oobabooga",
          "oci",
          "bytez",
          "gigachat",
          "maritalk",
          "topaz",
          "recraft",
          "custom",
          "auto_router",
          "langfuse",
          "dotprompt",
          "github_copilot",
          "chatgpt");

  static {
    ProviderKind openai = ProviderKind.OPENAI;
    add("openai", openai, "https://api.openai.com/v1", "OPENAI_API_KEY", "openai");
    add(
        "anthropic",
        ProviderKind.ANTHROPIC,
        "https://api.anthropic.com",
        "ANTHROPIC_API_KEY",
        "anthropic");
    add(
        "gemini",
        ProviderKind.GEMINI,
        "https://generativelanguage.googleapis.com",
        "GEMINI_API_KEY",
        "google");
    add("azure", ProviderKind.AZURE, "", "AZURE_API_KEY", "azure");
    add("bedrock", ProviderKind.BEDROCK, "", "", "bedrock");
    add("openrouter", openai, "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY", "openrouter");
    add("mistral", openai, "https://api.mistral.ai/v1", "MISTRAL_API_KEY", "mistral");
    add("codestral", openai, "https://codestral.mistral.ai/v1", "CODESTRAL_API_KEY", "mistral");
    add("groq", openai, "https://api.groq.com/openai/v1", "GROQ_API_KEY", "groq");
    add("deepseek", openai, "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY", "deepseek");
    add("xai", openai, "https://api.x.ai/v1", "XAI_API_KEY", "xai");
    add("together_ai", openai, "https://api.together.xyz/v1", "TOGETHERAI_API_KEY", "together");
    add(
        "fireworks_ai",
        openai,
        "https://api.fireworks.ai/inference/v1",
        "FIREWORKS_API_KEY",
        "fireworks");
    add("perplexity", openai, "https://api.perplexity.ai", "PERPLEXITYAI_API_KEY", "perplexity");
    add("cerebras", openai, "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY", "cerebras");
    add(
        "nvidia_nim",
        openai,
        "https://integrate.api.nvidia.com/v1",
        "NVIDIA_NIM_API_KEY",
        "nvidia");
    add("sambanova", openai, "https://api.sambanova.ai/v1", "SAMBANOVA_API_KEY", "sambanova");
    add(
        "deepinfra",
        openai,
        "https://api.deepinfra.com/v1/openai",
        "DEEPINFRA_API_KEY",
        "deepinfra");
    add("moonshot", openai, "https://api.moonshot.ai/v1", "MOONSHOT_API_KEY", "moonshot");
    add(
        "dashscope",
        openai,
        "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
        "DASHSCOPE_API_KEY",
        "dashscope");
    add("zai", openai, "https://api.z.ai/api/paas/v4", "ZAI_API_KEY", "zai");
    add(
        "volcengine",
        openai,
        "https://ark.cn-beijing.volces.com/api/v3",
        "VOLCENGINE_API_KEY",
        "volcengine");
    add("minimax", openai, "https://api.minimax.io/v1", "MINIMAX_API_KEY", "minimax");
    add("novita", openai, "https://api.novita.ai/v3/openai", "NOVITA_API_KEY", "novita");
    add("hyperbolic", openai, "https://api.hyperbolic.xyz/v1", "HYPERBOLIC_API_KEY", "hyperbolic");
    add("nebius", openai, "https://api.studio.nebius.ai/v1", "NEBIUS_API_KEY", "nebius");
    add("lambda_ai", openai, "https://api.lambda.ai/v1", "LAMBDA_API_KEY", "lambda");
    add("github", openai, "https://models.inference.ai.azure.com", "GITHUB_API_KEY", "github");
    add(
        "huggingface",
        openai,
        "https://router.huggingface.co/v1",
        "HUGGINGFACE_API_KEY",
        "huggingface");
    add("cohere", openai, "https://api.cohere.ai/compatibility/v1", "COHERE_API_KEY", "cohere");
    add(
        "cohere_chat",
        openai,
        "https://api.cohere.ai/compatibility/v1",
        "COHERE_API_KEY",
        "cohere");
    add("ai21", openai, "https://api.ai21.com/studio/v1", "AI21_API_KEY", "ai21");
    add("ai21_chat", openai, "https://api.ai21.com/studio/v1", "AI21_API_KEY", "ai21");
    add("databricks", openai, "", "DATABRICKS_API_KEY", "databricks");
    add("azure_ai", openai, "", "AZURE_AI_API_KEY", "azure");
    add("ollama", openai, "http://127.0.0.1:11434/v1", "", "ollama");
    add("ollama_chat", openai, "http://127.0.0.1:11434/v1", "", "ollama");
    for (String own :
        List.of(
            "hosted_vllm",
            "vllm",
            "lm_studio",
            "llamafile",
            "openai_like",
            "custom_openai",
            "litellm_proxy",
            "xinference",
            "docker_model_runner",
            "lemonade")) {
      add(own, openai, "", "", own.equals("hosted_vllm") ? "vllm" : own);
    }
    add("text-completion-openai", openai, "https://api.openai.com/v1", "OPENAI_API_KEY", "openai");
  }

  private Vendors() {}

  private static void add(
      String name, ProviderKind kind, String home, String variable, String catalogue) {
    ALL.put(name, new Vendor(name, kind, home, variable, catalogue));
  }

  static Optional<Vendor> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /** Whether LiteLLM knows it and Breakwater cannot speak to it. */
  static boolean isForeign(String name) {
    return FOREIGN.contains(name);
  }

  /** The vendor that LiteLLM takes a model for that is written without one. */
  static Optional<String> ofBareModel(String model) {
    if (model.matches(
        "(gpt-|chatgpt-|o[1-9](-|$)|text-embedding-(3|ada)|dall-e|whisper|tts-|ft:|davinci|babbage"
            + "|omni-moderation|codex-|computer-use).*")) {
      return Optional.of("openai");
    }
    if (model.startsWith("claude-")) {
      return Optional.of("anthropic");
    }
    if (model.matches(
        "(us\\.|eu\\.|apac\\.|global\\.)?(anthropic|amazon|meta|mistral|ai21|cohere)\\..*")) {
      return Optional.of("bedrock");
    }
    if (model.startsWith("gemini-") || model.matches("(text|chat)-bison.*")) {
      return Optional.of("vertex_ai");
    }
    return model.matches("command.*|embed-(english|multilingual).*")
        ? Optional.of("cohere")
        : Optional.empty();
  }
}
