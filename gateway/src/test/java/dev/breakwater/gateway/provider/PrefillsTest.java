package dev.breakwater.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.wire.format.Prefill;
import dev.breakwater.wire.format.Protocol;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who goes on with an answer that was begun. */
class PrefillsTest {
  private static Prefills prefills(
      Protocol protocol, String vendor, String url, ModelSettings... models) {
    return new Prefills(
        new ProviderSettings("p", vendor, protocol, URI.create(url), null, List.of(models)));
  }

  @ParameterizedTest
  @CsvSource({
    "ANTHROPIC, anthropic, https://api.anthropic.com, claude-sonnet-4-5, TRIMMED_LAST_TURN",
    "ANTHROPIC, anthropic, https://api.anthropic.com, claude-3-haiku-20240307, TRIMMED_LAST_TURN",
    "ANTHROPIC, anthropic, https://api.anthropic.com, claude-opus-4-6, ",
    "ANTHROPIC, anthropic, https://api.anthropic.com, claude-opus-5, ",
    "ANTHROPIC, minimax, https://api.minimax.io, MiniMax-M2, TRIMMED_LAST_TURN",
    "BEDROCK, bedrock, https://b, anthropic.claude-sonnet-4-20250514-v1:0, TRIMMED_LAST_TURN",
    "BEDROCK, bedrock, https://b, us.anthropic.claude-opus-4-6-v1, ",
    "BEDROCK, bedrock, https://b, amazon.nova-lite-v1:0, ",
    "GEMINI, google, https://generativelanguage.googleapis.com, gemini-2.5-flash, LAST_TURN",
    "OPENAI, openai, https://api.openai.com/v1, gpt-4o, ",
    "OPENAI, mistral, https://api.mistral.ai/v1, mistral-small-latest, MARKED_AND_REPEATED",
    "OPENAI, deepseek, https://api.deepseek.com/v1, deepseek-chat, ",
    "OPENAI, deepseek, https://api.deepseek.com/beta, deepseek-chat, MARKED",
    "OPENAI, openrouter, https://openrouter.ai/api/v1, anthropic/claude-sonnet-4.5, TRIMMED_LAST_TURN",
    "OPENAI, openrouter, https://openrouter.ai/api/v1, anthropic/claude-opus-4.6, ",
    "OPENAI, openrouter, https://openrouter.ai/api/v1, meta-llama/llama-3.3, TRIMMED_LAST_TURN",
    "OPENAI, openrouter, https://openrouter.ai/api/v1, openai/gpt-4o, ",
    "OPENAI, vllm, http://127.0.0.1:8000/v1, default, CONTINUED_FINAL_MESSAGE",
    "OPENAI, ollama, http://127.0.0.1:11434/v1, llama3.2, LAST_TURN",
    "RESPONSES, openai, https://api.openai.com/v1, gpt-4o, "
  })
  void theTableSaysHow(
      Protocol protocol, String vendor, String url, String model, @Nullable Prefill way) {
    assertThat(prefills(protocol, vendor, url).of(model).orElse(null)).isEqualTo(way);
  }

  @Test
  void aModelsListedCapabilityGoesBeforeTheTable() {
    Prefills prefills =
        prefills(
            Protocol.OPENAI,
            "house",
            "http://127.0.0.1:9/v1",
            model("mine", "prefill", "tools"),
            model("other", "tools"));
    assertThat(prefills.of("mine")).contains(Prefill.LAST_TURN);
    assertThat(prefills.of("other")).isEmpty();
    Prefills gemini =
        prefills(Protocol.GEMINI, "google", "https://g", model("gemini-x", "noPrefill"));
    assertThat(gemini.of("gemini-x")).isEmpty();
    assertThat(gemini.of("gemini-y")).contains(Prefill.LAST_TURN);
  }

  private static ModelSettings model(String name, String... capabilities) {
    return new ModelSettings(name, null, 0, 0, Set.of(capabilities));
  }
}
