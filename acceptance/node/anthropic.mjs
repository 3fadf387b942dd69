// npm's `@anthropic-ai/sdk`: messages, token counts and models.
import Anthropic from "@anthropic-ai/sdk";
import { jsonSchemaOutputFormat } from "@anthropic-ai/sdk/helpers/json-schema";
import { apiKey, baseUrl, piece, serve, tell, unsupported, WRONG_KEY } from "./lines.mjs";
import {
  ANSWER_SCHEMA,
  FEW_TOKENS,
  PNG,
  resultOf,
  ROOM_TO_THINK,
  SYSTEM,
  THINKING_BUDGET,
  TOO_HOT,
  TOOLS,
} from "./questions.mjs";

const connect = (key) => new Anthropic({ baseURL: baseUrl, apiKey: key, maxRetries: 0, timeout: 60_000 });
const client = connect(apiKey);
const stranger = connect(WRONG_KEY);

const OFFERED = TOOLS.map(({ name, description, parameters }) => ({
  name,
  description,
  input_schema: parameters,
}));

const THOUGHTFUL = {
  thinking: { type: "enabled", budget_tokens: THINKING_BUDGET },
  max_tokens: ROOM_TO_THINK,
};

const SHAPED = { output_config: { format: jsonSchemaOutputFormat(ANSWER_SCHEMA) } };

function request(ask, more = {}) {
  return {
    model: ask.model,
    max_tokens: 1024,
    system: SYSTEM,
    messages: [{ role: "user", content: ask.prompt }],
    ...more,
  };
}

function blocks(message, type) {
  return message.content.filter((block) => block.type === type);
}

function thinking(message) {
  const thoughts = blocks(message, "thinking");
  return thoughts.length > 0 ? thoughts.map((block) => block.thinking).join("") : undefined;
}

function tellMessage(told, message) {
  const { usage } = message;
  const thoughts = blocks(message, "thinking");
  tell(told, {
    text: blocks(message, "text")
      .map((block) => block.text)
      .join(""),
    thinking: thinking(message),
    signature: thoughts.length > 0 ? thoughts.every((block) => block.signature) : undefined,
    model: message.model,
    finish: message.stop_reason,
    json: message.parsed_output,
    inputTokens:
      usage.input_tokens + (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0),
    outputTokens: usage.output_tokens,
    reasoningTokens: usage.output_tokens_details?.thinking_tokens,
    cachedTokens: usage.cache_read_input_tokens,
  });
}

async function whole(ask, told, signal, more, by = client) {
  const { data, response } = await by.messages.create(request(ask, more), { signal }).withResponse();
  tell(told, { headers: Object.fromEntries(response.headers), pieces: 1 });
  tellMessage(told, data);
}

/** The library's own accumulation; its text must be that of the pieces. */
async function accumulated(ask, told, signal, body) {
  const stream = client.messages.stream(body, { signal });
  let text = "";
  stream.on("text", (delta) => {
    text += delta;
    piece(ask, told, () => stream.abort());
  });
  const { response } = await stream.withResponse();
  tell(told, { headers: Object.fromEntries(response.headers) });
  let message;
  try {
    message = await stream.finalMessage();
  } finally {
    tell(told, { text });
  }
  return message;
}

async function streamed(ask, told, signal, more) {
  const message = await accumulated(ask, told, signal, request(ask, more));
  const { text } = told;
  tellMessage(told, message);
  if (told.text !== text) {
    throw new Error(`the pieces say ${text}, the message says ${told.text}`);
  }
}

/** The assistant's turn goes back with all its blocks: a thought without its signature is refused. */
async function called(ask, told, body, send) {
  const first = await send(body);
  const wanted = blocks(first, "tool_use");
  const { tool_choice: _forced, ...unforced } = body;
  const second = await send({
    ...unforced,
    messages: [
      ...body.messages,
      { role: "assistant", content: first.content },
      {
        role: "user",
        content: wanted.map((block) => ({
          type: "tool_result",
          tool_use_id: block.id,
          content: JSON.stringify(resultOf(block.name)),
        })),
      },
    ],
  });
  const about = {};
  tellMessage(about, first);
  tellMessage(told, second);
  tell(told, {
    calls: wanted.map((block) => ({ id: block.id, name: block.name, arguments: block.input })),
    finish: first.stop_reason,
    thinking: about.thinking,
    signature: about.signature,
  });
}

const forced = (ask) => request(ask, { tools: OFFERED, tool_choice: { type: "any" } });

async function models(ask, told, signal) {
  const names = [];
  for await (const model of client.models.list({ limit: 2 }, { signal })) {
    names.push(model.id);
  }
  tell(told, { models: names });
}

const messages = {
  whole,
  streamed,
  tools: (ask, told, signal) =>
    called(ask, told, forced(ask), (body) => client.messages.create(body, { signal })),
  toolsStreamed: (ask, told, signal) =>
    called(ask, told, forced(ask), (body) => accumulated(ask, told, signal, body)),
  thinkingTools: (ask, told, signal) =>
    called(ask, told, request(ask, { tools: OFFERED, ...THOUGHTFUL }), (body) =>
      client.messages.create(body, { signal }),
    ),
  image: (ask, told, signal) =>
    whole(ask, told, signal, {
      messages: [
        {
          role: "user",
          content: [
            { type: "image", source: { type: "base64", media_type: "image/png", data: PNG } },
            { type: "text", text: ask.prompt },
          ],
        },
      ],
    }),
  schema: async (ask, told, signal) =>
    tellMessage(told, await client.messages.parse(request(ask, SHAPED), { signal })),
  schemaStreamed: (ask, told, signal) => streamed(ask, told, signal, SHAPED),
  thinking: (ask, told, signal) => whole(ask, told, signal, THOUGHTFUL),
  thinkingStreamed: (ask, told, signal) => streamed(ask, told, signal, THOUGHTFUL),
  stop: (ask, told, signal) => whole(ask, told, signal, { stop_sequences: ["."] }),
  limit: (ask, told, signal) => whole(ask, told, signal, { max_tokens: FEW_TOKENS }),
  badRequest: (ask, told, signal) => whole(ask, told, signal, { temperature: TOO_HOT }),
  badKey: (ask, told, signal) => whole(ask, told, signal, {}, stranger),
  unknownModel: whole,
  count: async (ask, told, signal) => {
    const { max_tokens: _unasked, ...body } = request(ask);
    tell(told, { count: (await client.messages.countTokens(body, { signal })).input_tokens });
  },
  models,
  jsonMode: unsupported("messages have no JSON mode"),
  conversation: unsupported("messages keep no conversation"),
};

/** What the server said is below `error`, in the envelope that it came in. */
function describe(error) {
  return {
    status: error.status ?? 0,
    code: "",
    errorType: error.error?.error?.type ?? "",
    headers: error.headers ? Object.fromEntries(error.headers) : {},
  };
}

serve({ messages }, describe);
