package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.wire.anthropic.ClaudeModel;
import dev.breakwater.wire.format.Prefill;
import dev.breakwater.wire.format.Protocol;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which models go on with an assistant's turn that was begun, and how they are told to.
 *
 * <table>
 *   <caption>By protocol, vendor and model</caption>
 *   <tr><td>Anthropic, Bedrock</td><td>Claude before 4.6, whose successors refuse it</td></tr>
 *   <tr><td>Gemini</td><td>all: a conversation may end with the model's turn</td></tr>
 *   <tr><td>Mistral</td><td>all, marked; the prefix comes back with the answer</td></tr>
 *   <tr><td>DeepSeek</td><td>all, marked, under its base URL {@code /beta} only</td></tr>
 *   <tr><td>OpenRouter</td><td>makers whose models do: see {@link #OPENROUTER_MAKERS}</td></tr>
 *   <tr><td>vLLM, Ollama</td><td>all</td></tr>
 *   <tr><td>others</td><td>none: OpenAI and Azure begin a new turn</td></tr>
 * </table>
 *
 * <p>A model's capability {@code prefill} in the configuration, or {@code noPrefill}, goes before
 * the table.
 */
final class Prefills {
  /** What the capabilities are called. */
  static final String CAN = "prefill";

  static final String CANNOT = "noPrefill";

  /** From here on Claude refuses a turn that was begun for it. */
  private static final int CLAUDE_REFUSES = 406;

  private static final List<String> OPENROUTER_MAKERS =
      List.of("mistralai/", "deepseek/", "meta-llama/", "qwen/", "google/gemini-");

  private final Protocol protocol;
  private final String vendor;
  private final URI baseUrl;
  private final Map<String, Boolean> configured = new HashMap<>();

  Prefills(ProviderSettings settings) {
    this.protocol = settings.protocol();
    this.vendor = settings.vendor();
    this.baseUrl = settings.baseUrl();
    for (ModelSettings model : settings.models()) {
      Set<String> capabilities = model.capabilities();
      if (capabilities.contains(CAN) || capabilities.contains(CANNOT)) {
        configured.put(model.name(), !capabilities.contains(CANNOT));
      }
    }
  }

  /** How a model is told to go on; empty for one that would not. */
  Optional<Prefill> of(String model) {
    return configured.getOrDefault(model, does(model)) ? Optional.of(way()) : Optional.empty();
  }

  private boolean does(String model) {
    return switch (protocol) {
      case ANTHROPIC -> isOldClaude(model) || !ClaudeModel.of(model).isClaude();
      case BEDROCK -> isOldClaude(model);
      case GEMINI -> true;
      case OPENAI ->
          switch (vendor) {
            case "mistral", "vllm", "ollama" -> true;
            case "deepseek" -> String.valueOf(baseUrl.getPath()).startsWith("/beta");
            case "openrouter" -> isOldClaude(model) || isOfMaker(model);
            default -> false;
          };
      case RESPONSES, COMPLETIONS, GENERATE -> false;
    };
  }

  private Prefill way() {
    return switch (protocol) {
      case ANTHROPIC, BEDROCK -> Prefill.TRIMMED_LAST_TURN;
      case OPENAI ->
          switch (vendor) {
            case "mistral" -> Prefill.MARKED_AND_REPEATED;
            case "deepseek" -> Prefill.MARKED;
            case "vllm" -> Prefill.CONTINUED_FINAL_MESSAGE;
            case "openrouter" -> Prefill.TRIMMED_LAST_TURN; // it may be Claude behind
            default -> Prefill.LAST_TURN;
          };
      case GEMINI, RESPONSES, COMPLETIONS, GENERATE -> Prefill.LAST_TURN;
    };
  }

  private static boolean isOldClaude(String model) {
    ClaudeModel claude = ClaudeModel.of(model);
    return claude.isClaude() && claude.version() < CLAUDE_REFUSES;
  }

  private static boolean isOfMaker(String model) {
    String name = model.toLowerCase(Locale.ROOT);
    return OPENROUTER_MAKERS.stream().anyMatch(name::startsWith);
  }
}
