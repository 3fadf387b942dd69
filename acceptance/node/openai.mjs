// npm's `openai`: chat completions, Responses, embeddings, legacy completions and models.
import OpenAI from "openai";
import { apiKey, baseUrl, piece, serve, tell, WRONG_KEY } from "./lines.mjs";
import { chat } from "./openai-chat.mjs";
import { responses } from "./openai-responses.mjs";

const connect = (key) =>
  new OpenAI({ baseURL: `${baseUrl}/v1`, apiKey: key, maxRetries: 0, timeout: 60_000 });
const client = connect(apiKey);
const stranger = connect(WRONG_KEY);

async function embed(ask, told, signal) {
  const { data, response } = await client.embeddings
    .create({ model: ask.model, input: [ask.prompt, `${ask.prompt} again`] }, { signal })
    .withResponse();
  tell(told, {
    vectors: data.data.map((each) => each.embedding),
    model: data.model,
    inputTokens: data.usage.prompt_tokens,
    headers: Object.fromEntries(response.headers),
  });
}

/** The library itself asks for base64 unless it is told what to ask for. */
async function embedAsNumbers(ask, told, signal) {
  const data = await client.embeddings.create(
    { model: ask.model, input: ask.prompt, encoding_format: "float", dimensions: 8 },
    { signal },
  );
  tell(told, {
    vectors: data.data.map((each) => each.embedding),
    model: data.model,
    inputTokens: data.usage.prompt_tokens,
  });
}

async function complete(ask, told, signal) {
  const { data, response } = await client.completions
    .create({ model: ask.model, prompt: ask.prompt, max_tokens: 64 }, { signal })
    .withResponse();
  tell(told, {
    text: data.choices[0].text,
    pieces: 1,
    model: data.model,
    finish: data.choices[0].finish_reason,
    inputTokens: data.usage?.prompt_tokens,
    outputTokens: data.usage?.completion_tokens,
    headers: Object.fromEntries(response.headers),
  });
}

async function completeStreamed(ask, told, signal) {
  const stream = await client.completions.create(
    {
      model: ask.model,
      prompt: ask.prompt,
      max_tokens: 64,
      stream: true,
      stream_options: { include_usage: true },
    },
    { signal },
  );
  let text = "";
  for await (const chunk of stream) {
    const choice = chunk.choices[0];
    tell(told, {
      model: chunk.model,
      finish: choice?.finish_reason,
      inputTokens: chunk.usage?.prompt_tokens,
      outputTokens: chunk.usage?.completion_tokens,
    });
    if (choice?.text) {
      text += choice.text;
      piece(ask, told, () => stream.controller.abort());
    }
  }
  tell(told, { text });
}

async function models(ask, told, signal) {
  const names = [];
  for await (const model of client.models.list({ signal })) {
    names.push(model.id);
  }
  tell(told, { models: names });
}

function describe(error) {
  return {
    status: error.status ?? 0,
    code: error.code ?? "",
    errorType: error.type ?? "",
    headers: error.headers ? Object.fromEntries(error.headers) : {},
  };
}

serve(
  {
    chat: {
      ...chat(client, stranger),
      completions: complete,
      completionsStreamed: completeStreamed,
      models,
    },
    responses: { ...responses(client, stranger), models },
    embeddings: { embeddings: embed, embeddingsAsNumbers: embedAsNumbers, models },
  },
  describe,
);
