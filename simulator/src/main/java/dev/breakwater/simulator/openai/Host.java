package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Document;

/** Who serves OpenAI's models. */
enum Host {
  OPENAI {
    @Override
    Document blocked() {
      return OpenAiErrors.invalid(
          "Invalid prompt: your prompt was flagged as potentially violating our usage policy. Please try again with a different prompt: https://platform.openai.com/docs/guides/reasoning#advice-on-prompting",
          null,
          "invalid_prompt");
    }
  },
  /** Adds the results of its content filters. */
  AZURE {
    @Override
    Document blocked() {
      return AzureErrors.filtered();
    }
  };

  /** What is said to a prompt that a filter keeps from the model. */
  abstract Document blocked();
}
