// Chat completions as users of npm's `openai` write them.
import { zodResponseFormat } from "openai/helpers/zod";
import { ANSWER } from "./answer.mjs";
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

class Chat {
  #completions;

  constructor(client) {
    this.#completions = client.chat.completions;
  }

  async whole(ask, told, signal, more) {
    const { data, response } = await this.#completions.create(request(ask, more), { signal }).withResponse();
    tell(told, { headers: Object.fromEntries(response.headers), pieces: 1 });
    tellCompletion(told, data);
  }

  async streamed(ask, told, signal, more) {
    const { data, response } = await this.#completions
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
  async accumulated(ask, told, signal, body) {
    const stream = this.#completions.stream({ ...body, ...COUNTED }, { signal });
    stream.on("content.delta", () => piece(ask, told, () => stream.abort()));
    return stream.finalChatCompletion();
  }

  /** Asks, sends what the called tools found and tells what came of it. */
  async called(told, body, send) {
    const first = await send(body);
    const { message } = first.choices[0];
    const { tool_choice: _forced, ...unforced } = body;
    const second = await send({
      ...unforced,
      messages: [...body.messages, sentBack(message), ...resultsOf(message)],
    });
    tellCompletion(told, second);
    tell(told, {
      calls: calls(message),
      thinking: message.reasoning_content,
      finish: first.choices[0].finish_reason,
    });
  }

  tools(ask, told, signal, more) {
    const body = request(ask, { tools: OFFERED, ...more });
    return this.called(told, body, (each) => this.#completions.create(each, { signal }));
  }

  toolsStreamed(ask, told, signal, more) {
    const body = request(ask, { tools: OFFERED, ...more });
    return this.called(told, body, (each) => this.accumulated(ask, told, signal, each));
  }

  async parsed(ask, told, signal, more) {
    tellCompletion(told, await this.#completions.parse(request(ask, more), { signal }));
  }

  async parsedStreamed(ask, told, signal, more) {
    tellCompletion(told, await this.accumulated(ask, told, signal, request(ask, more)));
  }

  async json(ask, told, signal) {
    const prompted = { ...ask, prompt: `${ask.prompt} Answer in JSON.` };
    await this.whole(prompted, told, signal, { response_format: { type: "json_object" } });
    tell(told, { json: JSON.parse(told.text) });
  }
}

function picture(ask) {
  return [
    { role: "system", content: SYSTEM },
    {
      role: "user",
      content: [
        { type: "text", text: ask.prompt },
        { type: "image_url", image_url: { url: `data:image/png;base64,${PNG}` } },
      ],
    },
  ];
}

/** The features of chat completions; `stranger` is a client whose key nobody knows. */
export function chat(client, stranger) {
  const known = new Chat(client);
  const unknown = new Chat(stranger);
  const by = (name, more) => (ask, told, signal) => known[name](ask, told, signal, more);
  const forced = { tool_choice: "required", parallel_tool_calls: true };
  const thoughtful = { reasoning_effort: "high" };
  return {
    whole: by("whole"),
    streamed: by("streamed"),
    tools: by("tools", forced),
    toolsStreamed: by("toolsStreamed", forced),
    thinkingTools: by("tools", thoughtful),
    image: (ask, told, signal) => known.whole(ask, told, signal, { messages: picture(ask) }),
    schema: by("parsed", SHAPED),
    schemaStreamed: by("parsedStreamed", { response_format: zodResponseFormat(ANSWER, "answer") }),
    jsonMode: by("json"),
    thinking: by("whole", thoughtful),
    thinkingStreamed: by("streamed", thoughtful),
    stop: by("whole", { stop: ["."] }),
    limit: by("whole", { max_completion_tokens: FEW_TOKENS }),
    badRequest: by("whole", { temperature: TOO_HOT }),
    badKey: (ask, told, signal) => unknown.whole(ask, told, signal),
    unknownModel: by("whole"),
    count: unsupported("chat completions have no token count"),
    conversation: unsupported("chat completions keep no conversation"),
  };
}
