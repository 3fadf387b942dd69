// npm's `ai` (Vercel AI SDK) with its own clients of OpenAI (chat and Responses), Anthropic and Google.
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import {
  APICallError,
  embedMany,
  generateObject,
  generateText,
  jsonSchema,
  stepCountIs,
  streamObject,
  streamText,
  tool,
} from "ai";
import { apiKey, baseUrl, piece, serve, tell, unsupported, WRONG_KEY } from "./lines.mjs";
import { ANSWER_SCHEMA, FEW_TOKENS, PNG, SYSTEM, THINKING_BUDGET, TOO_HOT, TOOLS } from "./questions.mjs";

globalThis.AI_SDK_LOG_WARNINGS = false;

/** Fewest output tokens that Responses allow. */
const FEWEST_OF_RESPONSES = 16;

const openai = (key) => createOpenAI({ baseURL: `${baseUrl}/v1`, apiKey: key });
const anthropic = (key) => createAnthropic({ baseURL: `${baseUrl}/v1`, apiKey: key });
const google = (key) => createGoogleGenerativeAI({ baseURL: `${baseUrl}/v1beta`, apiKey: key });

const offered = Object.fromEntries(
  TOOLS.map(({ name, description, parameters, result }) => [
    name,
    tool({ description, inputSchema: jsonSchema(parameters), execute: async () => result }),
  ]),
);

function tellUsage(told, usage) {
  tell(told, {
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    reasoningTokens: usage.outputTokenDetails?.reasoningTokens,
    cachedTokens: usage.inputTokenDetails?.cacheReadTokens,
  });
}

/** Whether the thoughts carry what their provider wants back with them. */
function isSigned(content) {
  return content.some(({ providerMetadata }) =>
    Boolean(
      providerMetadata?.anthropic?.signature ??
        providerMetadata?.google?.thoughtSignature ??
        providerMetadata?.openai?.reasoningEncryptedContent,
    ),
  );
}

function tellThoughts(told, step) {
  if (step.reasoningText) {
    tell(told, { thinking: step.reasoningText, signature: isSigned(step.content) });
  }
}

function tellStep(told, step) {
  tell(told, {
    text: step.text,
    model: step.response.modelId,
    finish: step.finishReason,
    headers: step.response.headers,
  });
  tellUsage(told, step.usage);
  tellThoughts(told, step);
}

/** Of a conversation with tools: the calls and thoughts of the first step, the text of the last. */
function tellSteps(told, steps) {
  const [first] = steps;
  tellStep(told, steps.at(-1));
  tellThoughts(told, first);
  tell(told, {
    finish: first.finishReason,
    signature: isSigned(first.content) || (first.reasoningText ? false : undefined),
    calls: first.toolCalls.map((call) => ({
      id: call.toolCallId,
      name: call.toolName,
      arguments: call.input,
    })),
  });
}

const withTools = (first) => ({
  tools: offered,
  stopWhen: stepCountIs(2),
  prepareStep: ({ stepNumber }) => ({ toolChoice: stepNumber === 0 ? first : "auto" }),
});

function picture(ask) {
  return [
    {
      role: "user",
      content: [
        { type: "text", text: ask.prompt },
        { type: "image", image: PNG, mediaType: "image/png" },
      ],
    },
  ];
}

/** One protocol, by a function that makes the library's model of a name and a key. */
class Speech {
  #model;

  constructor(model) {
    this.#model = model;
  }

  #request(ask, signal, more) {
    return {
      model: this.#model(ask.model, apiKey),
      system: SYSTEM,
      prompt: ask.prompt,
      maxRetries: 0,
      abortSignal: signal,
      ...more,
    };
  }

  async whole(ask, told, signal, more) {
    const result = await generateText(this.#request(ask, signal, more));
    tell(told, { pieces: 1 });
    tellStep(told, result.steps[0]);
  }

  async asStranger(ask, told, signal) {
    await this.whole(ask, told, signal, { model: this.#model(ask.model, WRONG_KEY) });
  }

  /** Errors come as parts of the stream. */
  async #follow(ask, told, signal, more) {
    const leaving = new AbortController();
    const either = AbortSignal.any([signal, leaving.signal]);
    const result = streamText(this.#request(ask, either, { onError: () => {}, ...more }));
    let text = "";
    for await (const part of result.fullStream) {
      switch (part.type) {
        case "start-step":
          text = "";
          break;
        case "text-delta":
          text += part.text;
          tell(told, { text });
          piece(ask, told, () => leaving.abort());
          break;
        case "error":
          throw part.error;
        case "abort":
          throw new DOMException("the ask was abandoned", "AbortError");
      }
    }
    return result.steps;
  }

  async streamed(ask, told, signal, more) {
    const steps = await this.#follow(ask, told, signal, more);
    tellStep(told, steps[0]);
  }

  async tools(ask, told, signal, more) {
    const result = await generateText(this.#request(ask, signal, more));
    tellSteps(told, result.steps);
  }

  async toolsStreamed(ask, told, signal, more) {
    tellSteps(told, await this.#follow(ask, told, signal, more));
  }

  async shaped(ask, told, signal, form) {
    const result = await generateObject(this.#request(ask, signal, form));
    tell(told, {
      json: result.object,
      model: result.response.modelId,
      finish: result.finishReason,
      headers: result.response.headers,
    });
    tellUsage(told, result.usage);
  }

  async shapedStreamed(ask, told, signal, form) {
    const result = streamObject(this.#request(ask, signal, { ...form, onError: () => {} }));
    for await (const part of result.fullStream) {
      if (part.type === "error") {
        throw part.error;
      }
      if (part.type === "text-delta") {
        piece({}, told);
      }
    }
    tell(told, { json: await result.object, finish: await result.finishReason });
    tellUsage(told, await result.usage);
  }
}

/**
 * The features of one protocol.
 *
 * @param model makes the library's model of a name and a key
 * @param how what the protocol's thinking, limit and bad request look like, and features in place of these
 */
function features(model, { thoughtful, thoughtfulTools = thoughtful, few = FEW_TOKENS, bad, ...others }) {
  const speech = new Speech(model);
  const by = (name, more) => (ask, told, signal) => speech[name](ask, told, signal, more);
  const form = { schema: jsonSchema(ANSWER_SCHEMA) };
  return {
    whole: by("whole"),
    streamed: by("streamed"),
    tools: by("tools", withTools("required")),
    toolsStreamed: by("toolsStreamed", withTools("required")),
    thinkingTools: by("tools", { ...withTools("auto"), providerOptions: thoughtfulTools }),
    image: (ask, told, signal) => speech.whole(ask, told, signal, { prompt: picture(ask) }),
    schema: by("shaped", form),
    schemaStreamed: by("shapedStreamed", form),
    jsonMode: (ask, told, signal) =>
      speech.shaped({ ...ask, prompt: `${ask.prompt} Answer in JSON.` }, told, signal, { output: "no-schema" }),
    thinking: by("whole", { providerOptions: thoughtful }),
    thinkingStreamed: by("streamed", { providerOptions: thoughtful }),
    stop: by("whole", { stopSequences: ["."] }),
    limit: by("whole", { maxOutputTokens: few }),
    badRequest: by("whole", bad),
    badKey: by("asStranger"),
    unknownModel: by("whole"),
    count: unsupported("the library counts no tokens"),
    models: unsupported("the library lists no models"),
    conversation: unsupported("the library keeps its conversations itself"),
    ...others,
  };
}

function embedder(model) {
  return async (ask, told, signal) => {
    const result = await embedMany({
      model: model(ask.model),
      values: [ask.prompt, `${ask.prompt} again`],
      maxRetries: 0,
      abortSignal: signal,
    });
    tell(told, { vectors: result.embeddings, inputTokens: result.usage.tokens });
  };
}

const TOO_HOT_FOR_ALL = { temperature: TOO_HOT };

const protocols = {
  chat: features((name, key) => openai(key).chat(name), {
    thoughtful: { openai: { reasoningEffort: "high" } },
    bad: TOO_HOT_FOR_ALL,
  }),
  responses: features((name, key) => openai(key).responses(name), {
    thoughtful: { openai: { reasoningEffort: "high", reasoningSummary: "auto" } },
    thoughtfulTools: {
      openai: {
        reasoningEffort: "high",
        reasoningSummary: "auto",
        store: false,
        include: ["reasoning.encrypted_content"],
      },
    },
    few: FEWEST_OF_RESPONSES,
    bad: TOO_HOT_FOR_ALL,
    stop: unsupported("Responses have no stop sequences"),
  }),
  messages: features((name, key) => anthropic(key)(name), {
    thoughtful: { anthropic: { thinking: { type: "enabled", budgetTokens: THINKING_BUDGET } } },
    bad: { topP: TOO_HOT },
    jsonMode: unsupported("messages have no JSON mode"),
  }),
  gemini: features((name, key) => google(key)(name), {
    thoughtful: { google: { thinkingConfig: { includeThoughts: true, thinkingBudget: THINKING_BUDGET } } },
    bad: TOO_HOT_FOR_ALL,
    embeddings: embedder((name) => google(apiKey).embeddingModel(name)),
  }),
  embeddings: { embeddings: embedder((name) => openai(apiKey).embeddingModel(name)) },
};

/** Class names are not the library's public ones: an error carries that as its name. */
function describe(error) {
  const failure = APICallError.isInstance(error) ? error : undefined;
  const said = failure?.data?.error;
  return {
    type: error.name,
    status: failure?.statusCode ?? 0,
    code: String(said?.code ?? ""),
    errorType: said?.type ?? said?.status ?? "",
    headers: failure?.responseHeaders ?? {},
  };
}

serve(protocols, describe);
