// An agent of twenty tool turns written for npm's `openai` and its tool runner:
//   node agent-openai.mjs BASE_URL KEY MODEL [streamed]
import OpenAI from "openai";
import { report, ROOMS, started, TASK, Walk } from "./walk.mjs";

const { baseUrl, apiKey, model, stream } = started();
const client = new OpenAI({ baseURL: `${baseUrl}/v1`, apiKey, maxRetries: 0, timeout: 60_000 });

await report(async () => {
  const walk = new Walk();
  const runner = client.chat.completions.runTools(
    {
      model,
      messages: [
        { role: "system", content: "You walk. You use one tool at a time." },
        { role: "user", content: TASK },
      ],
      tools: walk.tools.map(({ name, description, parameters, run }) => ({
        type: "function",
        function: { name, description, parameters, parse: JSON.parse, function: run, strict: true },
      })),
      ...(stream && { stream: true, stream_options: { include_usage: true } }),
    },
    { maxChatCompletions: 2 * ROOMS },
  );

  const text = await runner.finalContent();
  const completions = runner.allChatCompletions();
  const usage = await runner.totalUsage();
  return {
    turns: completions.filter((each) => each.choices[0].message.tool_calls?.length > 0).length,
    calls: walk.calls,
    text,
    finish: completions.at(-1).choices[0].finish_reason,
    tokens: { input: usage.prompt_tokens, output: usage.completion_tokens },
  };
});
