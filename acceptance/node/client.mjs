// Answers one JSON line for each JSON line that it reads: a conversation by the official client.
import { createInterface } from "node:readline";
import OpenAI from "openai";

const [baseURL, apiKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0, timeout: 60_000 });
const leaving = new Map();

function request(ask) {
  const messages = [{ role: "user", content: ask.prompt }];
  return ask.stream
    ? { model: ask.model, messages, stream: true, stream_options: { include_usage: true } }
    : { model: ask.model, messages };
}

async function whole(ask, options, told) {
  const { data, response } = await client.chat.completions.create(request(ask), options).withResponse();
  told.headers = Object.fromEntries(response.headers);
  const choice = data.choices[0];
  told.text = choice.message.content;
  told.model = data.model;
  told.finishReason = choice.finish_reason;
  told.usage = data.usage;
  told.pieces = 1;
}

async function streamed(ask, options, told) {
  const { data, response } = await client.chat.completions.create(request(ask), options).withResponse();
  told.headers = Object.fromEntries(response.headers);
  for await (const chunk of data) {
    told.model = chunk.model;
    told.usage = chunk.usage ?? told.usage;
    const choice = chunk.choices[0];
    told.finishReason = choice?.finish_reason ?? told.finishReason;
    if (choice?.delta?.content) {
      told.text += choice.delta.content;
      told.pieces++;
      if (ask.leaveAfterPieces === told.pieces) {
        data.controller.abort();
      }
    }
  }
}

async function answer(ask) {
  const told = { id: ask.id, headers: {}, text: "", model: "", finishReason: "", usage: null, pieces: 0 };
  const controller = new AbortController();
  leaving.set(ask.id, controller);
  try {
    await (ask.stream ? streamed : whole)(ask, { signal: controller.signal }, told);
  } catch (error) {
    told.error = {
      type: error.constructor.name,
      status: error.status ?? 0,
      code: error.code ?? "",
      errorType: error.type ?? "",
      message: String(error.message),
      headers: error.headers ? Object.fromEntries(error.headers) : {},
    };
  } finally {
    leaving.delete(ask.id);
  }
  process.stdout.write(JSON.stringify(told) + "\n");
}

createInterface({ input: process.stdin }).on("line", (line) => {
  const ask = JSON.parse(line);
  if (ask.leave) {
    leaving.get(ask.leave)?.abort();
  } else {
    answer(ask);
  }
});
