// Chat completions as users of npm's `openai` write them.
import { piece, tell, unsupported } from "./lines.mjs";
import { ANSWER_SCHEMA, FEW_TOKENS, PNG, resultOf, SYSTEM, TOO_HOT, TOOLS } from "./questions.mjs";

const COUNTED = { stream: true, stream_options: { include_usage: true } };

const OFFERED = TOOLS.map(({ name, description, parameters }) => ({
  type: "function",
  function: { name, description, parameters, strict: true },
}));

const SHAPED = {
  response_format: {
    type: "json_schema",
    json_schema: { name: "answer", schema: ANSWER_SCHEMA, strict: true },
  },
};

function request(ask, more = {}) {
  return {
    model: ask.model,
    messages: [
      { role: "system", content: SYSTEM },
      { role: "user", content: ask.prompt },
    ],
    ...more,
  };
}

function tellUsage(told, usage) {
  tell(told, {
    inputTokens: usage?.prompt_tokens,
    outputTokens: usage?.completion_tokens,
    reasoningTokens: usage?.completion_tokens_details?.reasoning_tokens,
    cachedTokens: usage?.prompt_tokens_details?.cached_tokens,
  });
}

/** `reasoning_content` is no field of OpenAI's; many that speak its protocol show their thinking there. */
function tellCompletion(told, completion) {
  const { message, finish_reason } = completion.choices[0];
  tell(told, {
    text: message.content,
    refusal: message.refusal,
    thinking: message.reasoning_content,
    model: completion.model,
    finish: finish_reason,
    json: message.parsed,
  });
  tellUsage(told, completion.usage);
}

function calls(message) {
  return (message.tool_calls ?? []).map((call) => ({
    id: call.id,
    name: call.function.name,
    arguments: JSON.parse(call.function.arguments),
  }));
}

/** As it came, but for what the library itself has put there. */
function sentBack({ parsed: _parsed, ...message }) {
  return {
    ...message,
    tool_calls: message.tool_calls?.map((call) => {
      const { parsed_arguments: _arguments, ...asked } = call.function;
      return { ...call, function: asked };
    }),
  };
}

function resultsOf(message) {
  return (message.tool_calls ?? []).map((call) => ({
    role: "tool",
    tool_call_id: call.id,
    content: JSON.stringify(resultOf(call.function.name)),
  }));
}

/** The features of chat completions; `stranger` is a client whose key nobody knows. */
export function chat(client, stranger) {
  const completions = client.chat.completions;

  async function whole(ask, told, signal, more) {
    const { data, response } = await completions.create(request(ask, more), { signal }).withResponse();
    tell(told, { headers: Object.fromEntries(response.headers), pieces: 1 });
    tellCompletion(told, data);
  }

  async function streamed(ask, told, signal, more) {
    const { data, response } = await completions
      .create(request(ask, { ...COUNTED, ...more }), { signal })
      .withResponse();
    tell(told, { headers: Object.fromEntries(response.headers) });
    let text = "";
    let thinking = "";
    for await (const chunk of data) {
      const choice = chunk.choices[0];
      tell(told, { model: chunk.model, finish: choice?.finish_reason });
      tellUsage(told, chunk.usage);
      thinking += choice?.delta?.reasoning_content ?? "";
      if (choice?.delta?.content) {
        text += choice.delta.content;
        piece(ask, told, () => data.controller.abort());
      }
    }
    tell(told, { text, thinking: thinking || undefined });
  }

  /** The library's own accumulation, which is stricter about the order of events than a plain loop. */
  async function accumulated(ask, told, signal, body) {
    const stream = completions.stream({ ...body, ...COUNTED }, { signal });
    stream.on("content.delta", () => piece(ask, told, () => stream.abort()));
    return stream.finalChatCompletion();
  }

  async function called(ask, told, signal, body, send) {
    const first = await send(body);
    const { message } = first.choices[0];
    tell(told, { calls: calls(message), thinking: message.reasoning_content });
    const { tool_choice: _forced, ...unforced } = body;
    const second = await send({
      ...unforced,
      messages: [...body.messages, sentBack(message), ...resultsOf(message)],
    });
    tellCompletion(told, second);
    tell(told, { finish: first.choices[0].finish_reason });
  }

  const forced = (ask) => request(ask, { tools: OFFERED, tool_choice: "required", parallel_tool_calls: true });

  return {
    whole,
    streamed,
    tools: (ask, told, signal) =>
      called(ask, told, signal, forced(ask), (body) => completions.create(body, { signal })),
    toolsStreamed: (ask, told, signal) =>
      called(ask, told, signal, forced(ask), (body) => accumulated(ask, told, signal, body)),
    thinkingTools: (ask, told, signal) =>
      called(ask, told, signal, request(ask, { tools: OFFERED, reasoning_effort: "high" }), (body) =>
        completions.create(body, { signal }),
      ),
    image: (ask, told, signal) =>
      whole(ask, told, signal, {
        messages: [
          { role: "system", content: SYSTEM },
          {
            role: "user",
            content: [
              { type: "text", text: ask.prompt },
              { type: "image_url", image_url: { url: `data:image/png;base64,${PNG}` } },
            ],
          },
        ],
      }),
    schema: async (ask, told, signal) =>
      tellCompletion(told, await completions.parse(request(ask, SHAPED), { signal })),
    schemaStreamed: async (ask, told, signal) =>
      tellCompletion(told, await accumulated(ask, told, signal, request(ask, SHAPED))),
    jsonMode: async (ask, told, signal) => {
      const prompted = { ...ask, prompt: `${ask.prompt} Answer in JSON.` };
      await whole(prompted, told, signal, { response_format: { type: "json_object" } });
      tell(told, { json: JSON.parse(told.text) });
    },
    thinking: (ask, told, signal) => whole(ask, told, signal, { reasoning_effort: "high" }),
    thinkingStreamed: (ask, told, signal) => streamed(ask, told, signal, { reasoning_effort: "high" }),
    stop: (ask, told, signal) => whole(ask, told, signal, { stop: ["."] }),
    limit: (ask, told, signal) => whole(ask, told, signal, { max_completion_tokens: FEW_TOKENS }),
    badRequest: (ask, told, signal) => whole(ask, told, signal, { temperature: TOO_HOT }),
    badKey: (ask, told, signal) => chat(stranger, stranger).whole(ask, told, signal),
    unknownModel: whole,
    count: unsupported("chat completions have no token count"),
    conversation: unsupported("chat completions keep no conversation"),
  };
}
