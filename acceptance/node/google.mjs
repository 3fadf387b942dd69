// npm's `@google/genai`: generateContent, embeddings, token counts and models of Gemini's API.
import { FunctionCallingConfigMode, GoogleGenAI, Type } from "@google/genai";
import { apiKey, baseUrl, piece, serve, tell, unsupported, WRONG_KEY } from "./lines.mjs";
import {
  ANSWER_SCHEMA,
  FEW_TOKENS,
  PNG,
  resultOf,
  SYSTEM,
  THINKING_BUDGET,
  TOO_HOT,
  TOOLS,
} from "./questions.mjs";

const connect = (key) => new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl, timeout: 60_000 } });
const client = connect(apiKey);
const stranger = connect(WRONG_KEY);

const THOUGHTFUL = { thinkingConfig: { includeThoughts: true, thinkingBudget: THINKING_BUDGET } };

/** Gemini's own form of a schema, whose types are in capitals and which knows no `additionalProperties`. */
function ownSchema({ additionalProperties: _unknown, ...schema }) {
  return {
    ...schema,
    type: Type[schema.type.toUpperCase()],
    ...(schema.items && { items: ownSchema(schema.items) }),
    ...(schema.properties && {
      properties: Object.fromEntries(
        Object.entries(schema.properties).map(([name, each]) => [name, ownSchema(each)]),
      ),
    }),
  };
}

const JSON_DECLARED = TOOLS.map(({ name, description, parameters }) => ({
  name,
  description,
  parametersJsonSchema: parameters,
}));
const OWN_DECLARED = TOOLS.map(({ name, description, parameters }) => ({
  name,
  description,
  parameters: ownSchema(parameters),
}));
const ANY = { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } };

function config(signal, more) {
  return { systemInstruction: SYSTEM, abortSignal: signal, ...more };
}

function request(ask, signal, more) {
  return { model: ask.model, contents: ask.prompt, config: config(signal, more) };
}

function parts(response) {
  return response.candidates?.[0]?.content?.parts ?? [];
}

function textOf(all) {
  return all
    .filter((part) => part.text && !part.thought)
    .map((part) => part.text)
    .join("");
}

function thoughtsOf(all) {
  const thoughts = all.filter((part) => part.thought && part.text).map((part) => part.text);
  return thoughts.length > 0 ? thoughts.join("") : undefined;
}

function isSigned(all) {
  return all.some((part) => part.thoughtSignature);
}

function tellUsage(told, usage) {
  const { candidatesTokenCount, thoughtsTokenCount } = usage ?? {};
  tell(told, {
    inputTokens: usage?.promptTokenCount,
    outputTokens:
      candidatesTokenCount === undefined ? undefined : candidatesTokenCount + (thoughtsTokenCount ?? 0),
    reasoningTokens: thoughtsTokenCount,
    cachedTokens: usage?.cachedContentTokenCount,
  });
}

function tellResponse(told, response) {
  const all = parts(response);
  tell(told, {
    text: textOf(all),
    thinking: thoughtsOf(all),
    signature: thoughtsOf(all) && isSigned(all),
    model: response.modelVersion,
    finish: response.candidates?.[0]?.finishReason,
    headers: response.sdkHttpResponse?.headers,
  });
  tellUsage(told, response.usageMetadata);
}

async function whole(ask, told, signal, more, by = client) {
  const response = await by.models.generateContent(request(ask, signal, more));
  tell(told, { pieces: 1 });
  tellResponse(told, response);
}

/** Reads a stream and gives the parts of all its chunks. */
async function gathered(ask, told, chunks, leave = () => {}) {
  const all = [];
  for await (const chunk of chunks) {
    all.push(...parts(chunk));
    tell(told, {
      text: textOf(all),
      model: chunk.modelVersion,
      finish: chunk.candidates?.[0]?.finishReason,
      headers: chunk.sdkHttpResponse?.headers,
    });
    tellUsage(told, chunk.usageMetadata);
    if (textOf(parts(chunk))) {
      piece(ask, told, leave);
    }
  }
  return all;
}

async function streamed(ask, told, signal, more) {
  const leaving = new AbortController();
  const either = AbortSignal.any([signal, leaving.signal]);
  const chunks = await client.models.generateContentStream(request(ask, either, more));
  const all = await gathered(ask, told, chunks, () => leaving.abort());
  tell(told, { thinking: thoughtsOf(all), signature: thoughtsOf(all) && isSigned(all) });
}

function resultParts(calls) {
  return calls.map((call) => ({
    functionResponse: { id: call.id, name: call.name, response: resultOf(call.name) },
  }));
}

function tellCalls(told, calls) {
  tell(told, {
    calls: calls.map((call) => ({ id: call.id ?? "", name: call.name, arguments: call.args })),
  });
}

/** By the library's chat, which keeps the history. */
async function tools(ask, told, signal) {
  const declared = [{ functionDeclarations: JSON_DECLARED }];
  const chat = client.chats.create({ model: ask.model });
  const first = await chat.sendMessage({
    message: ask.prompt,
    config: config(signal, { tools: declared, toolConfig: ANY }),
  });
  const calls = first.functionCalls ?? [];
  tellCalls(told, calls);
  const second = await chat.sendMessage({
    message: resultParts(calls),
    config: config(signal, { tools: declared }),
  });
  tellResponse(told, second);
  tell(told, { finish: first.candidates?.[0]?.finishReason });
}

/** The parts of all chunks go back as one turn: the library's chat would make a turn of every chunk. */
async function toolsStreamed(ask, told, signal) {
  const declared = [{ functionDeclarations: OWN_DECLARED }];
  const send = async (contents, more) =>
    gathered(
      ask,
      told,
      await client.models.generateContentStream({
        model: ask.model,
        contents,
        config: config(signal, { tools: declared, ...more }),
      }),
    );
  const asked = { role: "user", parts: [{ text: ask.prompt }] };
  const first = await send([asked], { toolConfig: ANY });
  const { finish } = told;
  const calls = first.filter((part) => part.functionCall).map((part) => part.functionCall);
  tellCalls(told, calls);
  await send([asked, { role: "model", parts: first }, { role: "user", parts: resultParts(calls) }]);
  tell(told, { finish });
}

/** The model's turn goes back as it came, for its parts carry the signatures. */
async function thinkingTools(ask, told, signal) {
  const more = { tools: [{ functionDeclarations: JSON_DECLARED }], ...THOUGHTFUL };
  const first = await client.models.generateContent(request(ask, signal, more));
  const calls = first.functionCalls ?? [];
  tellCalls(told, calls);
  const second = await client.models.generateContent({
    model: ask.model,
    contents: [
      { role: "user", parts: [{ text: ask.prompt }] },
      first.candidates[0].content,
      { role: "user", parts: resultParts(calls) },
    ],
    config: config(signal, more),
  });
  tellResponse(told, second);
  tell(told, {
    finish: first.candidates[0].finishReason,
    thinking: thoughtsOf(parts(first)),
    signature: isSigned(parts(first)),
  });
}

async function shaped(ask, told, signal, run, schema) {
  await run(ask, told, signal, { responseMimeType: "application/json", ...schema });
  tell(told, { json: JSON.parse(told.text) });
}

async function embeddings(ask, told, signal) {
  const response = await client.models.embedContent({
    model: ask.model,
    contents: [ask.prompt, `${ask.prompt} again`],
    config: { abortSignal: signal },
  });
  tell(told, { vectors: response.embeddings.map((each) => each.values) });
}

async function models(ask, told) {
  const names = [];
  for await (const model of await client.models.list({ config: { pageSize: 2 } })) {
    names.push(model.name);
  }
  tell(told, { models: names });
}

const gemini = {
  whole,
  streamed,
  tools,
  toolsStreamed,
  thinkingTools,
  image: (ask, told, signal) =>
    whole({ ...ask, prompt: [{ inlineData: { mimeType: "image/png", data: PNG } }, ask.prompt] }, told, signal),
  schema: (ask, told, signal) => shaped(ask, told, signal, whole, { responseJsonSchema: ANSWER_SCHEMA }),
  schemaStreamed: (ask, told, signal) =>
    shaped(ask, told, signal, streamed, { responseSchema: ownSchema(ANSWER_SCHEMA) }),
  jsonMode: (ask, told, signal) =>
    shaped({ ...ask, prompt: `${ask.prompt} Answer in JSON.` }, told, signal, whole, {}),
  thinking: (ask, told, signal) => whole(ask, told, signal, THOUGHTFUL),
  thinkingStreamed: (ask, told, signal) => streamed(ask, told, signal, THOUGHTFUL),
  stop: (ask, told, signal) => whole(ask, told, signal, { stopSequences: ["."] }),
  limit: (ask, told, signal) => whole(ask, told, signal, { maxOutputTokens: FEW_TOKENS }),
  badRequest: (ask, told, signal) => whole(ask, told, signal, { temperature: TOO_HOT }),
  badKey: (ask, told, signal) => whole(ask, told, signal, {}, stranger),
  unknownModel: whole,
  embeddings,
  count: async (ask, told, signal) => {
    const counted = await client.models.countTokens({
      model: ask.model,
      contents: ask.prompt,
      config: { abortSignal: signal },
    });
    tell(told, { count: counted.totalTokens });
  },
  models,
  conversation: unsupported("Gemini keeps no conversation"),
};

/** The library gives the server's answer as text in the message. */
function describe(error) {
  let said = {};
  try {
    said = JSON.parse(error.message).error ?? {};
  } catch {
    // Not every error is the server's.
  }
  return {
    status: error.status ?? 0,
    code: String(said.code ?? ""),
    errorType: said.status ?? "",
    message: said.message ?? String(error.message),
  };
}

serve({ gemini, embeddings: { embeddings } }, describe);
