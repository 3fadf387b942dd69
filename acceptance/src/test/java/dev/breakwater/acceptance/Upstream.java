package dev.breakwater.acceptance;

/** A simulated provider, and the models that are asked of it. */
enum Upstream {
  OPENAI("openai", "/openai", "gpt-4o-mini", "gpt-5-mini", "text-embedding-3-small", false),
  ANTHROPIC(
      "anthropic", "/anthropic", "claude-sonnet-4-5", "claude-sonnet-4-5", "no-embeddings", true),
  GOOGLE("google", "/gemini", "gemini-2.5-flash", "gemini-2.5-flash", "gemini-embedding-001", true),
  AZURE("azure", "/azure", "gpt-4o-mini", "gpt-5-mini", "text-embedding-3-small", false),
  BEDROCK(
      "bedrock",
      "/bedrock",
      "anthropic.claude-sonnet-4-5-20250929-v1:0",
      "anthropic.claude-sonnet-4-5-20250929-v1:0",
      "no-embeddings",
      true);

  private final String provider;
  private final String path;
  private final String model;
  private final String thinkingModel;
  private final String embeddingModel;
  private final boolean showsThinking;

  Upstream(
      String provider,
      String path,
      String model,
      String thinkingModel,
      String embeddingModel,
      boolean showsThinking) {
    this.provider = provider;
    this.path = path;
    this.model = model;
    this.thinkingModel = thinkingModel;
    this.embeddingModel = embeddingModel;
    this.showsThinking = showsThinking;
  }

  /** Its name in the gateway, in scripts and in the log of calls. */
  String provider() {
    return provider;
  }

  /** What its vendor's own clients take for the root, under the simulator's address. */
  String path() {
    return path;
  }

  String model(Feature feature) {
    if (feature == Feature.UNKNOWN_MODEL) {
      return "no-such-model";
    }
    if (feature == Feature.EMBEDDINGS) {
      return embeddingModel;
    }
    return feature.thinks() ? thinkingModel : model;
  }

  /** What the names of its models begin with. */
  String family() {
    return model.substring(0, model.indexOf('-') + 1);
  }

  /** Whether it tells a stop sequence from the end of what the model has to say. */
  boolean tellsStops() {
    return this == ANTHROPIC || this == BEDROCK;
  }

  /** Whether it shows a client of this protocol what it thinks. */
  boolean showsThinking(Protocol client) {
    return switch (client) {
      case EMBEDDINGS -> false;
      // OpenAI shows summaries there alone; Azure is asked by chat, for its version knows no other.
      case RESPONSES -> showsThinking || this == OPENAI;
      case CHAT, MESSAGES, GEMINI -> showsThinking;
    };
  }
}
