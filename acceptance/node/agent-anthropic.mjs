// An agent of twenty tool turns written for `@anthropic-ai/sdk` and its tool runner, thinking as it goes:
//   node agent-anthropic.mjs BASE_URL KEY MODEL [streamed]
import Anthropic from "@anthropic-ai/sdk";
import { betaTool } from "@anthropic-ai/sdk/helpers/beta/json-schema";
import { report, ROOMS, started, TASK, Walk } from "./walk.mjs";

const { baseUrl, apiKey, model, stream } = started();
const client = new Anthropic({ baseURL: baseUrl, apiKey, maxRetries: 0, timeout: 60_000 });

await report(async () => {
  const walk = new Walk();
  const runner = client.beta.messages.toolRunner({
    model,
    max_tokens: 4096,
    thinking: { type: "enabled", budget_tokens: 1024 },
    system: "You walk. You use one tool at a time.",
    messages: [{ role: "user", content: TASK }],
    tools: walk.tools.map(({ name, description, parameters, run }) =>
      betaTool({ name, description, inputSchema: parameters, run: async (input) => JSON.stringify(run(input)) }),
    ),
    // The whole history with every turn: a thread that the vendor keeps is of no use behind another provider.
    thread: false,
    max_iterations: 2 * ROOMS,
    stream,
  });

  const told = { turns: 0, thoughts: 0, signatures: 0, tokens: { input: 0, output: 0 } };
  for await (const turn of runner) {
    const message = stream ? await turn.finalMessage() : turn;
    const thoughts = message.content.filter((block) => block.type === "thinking");
    told.turns += message.stop_reason === "tool_use" ? 1 : 0;
    told.thoughts += thoughts.length;
    told.signatures += thoughts.filter((block) => block.signature).length;
    const { usage } = message;
    told.tokens.input +=
      usage.input_tokens + (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0);
    told.tokens.output += usage.output_tokens;
    told.finish = message.stop_reason;
    told.text = message.content
      .filter((block) => block.type === "text")
      .map((block) => block.text)
      .join("");
  }
  return { ...told, calls: walk.calls };
});
