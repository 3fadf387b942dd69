// Responses as users of npm's `openai` write them.
import { zodTextFormat } from "openai/helpers/zod";
import { ANSWER } from "./answer.mjs";
import { piece, tell, unsupported } from "./lines.mjs";
import { ANSWER_SCHEMA, PNG, resultOf, SYSTEM, TOO_HOT, TOOLS } from "./questions.mjs";

/** Fewest that Responses allow. */
const FEW_TOKENS = 16;

const OFFERED = TOOLS.map(({ name, description, parameters }) => ({
  type: "function",
  name,
  description,
  parameters,
  strict: true,
}));

const SHAPED = { text: { format: { type: "json_schema", name: "answer", schema: ANSWER_SCHEMA, strict: true } } };

const THOUGHTFUL = { reasoning: { effort: "high", summary: "auto" } };

function request(ask, more = {}) {
  return { model: ask.model, instructions: SYSTEM, input: ask.prompt, ...more };
}

function thinking(response) {
  const summaries = response.output
    .filter((item) => item.type === "reasoning")
    .flatMap((item) => item.summary.map((part) => part.text));
  return summaries.length > 0 ? summaries.join("\n") : undefined;
}

/** The library's own `output_text` is on whole responses only. */
function textOf(response) {
  return response.output
    .filter((item) => item.type === "message")
    .flatMap((item) => item.content.filter((part) => part.type === "output_text").map((part) => part.text))
    .join("");
}

function cutBy(response) {
  return response.incomplete_details?.reason;
}

function tellResponse(told, response) {
  tell(told, {
    text: textOf(response),
    thinking: thinking(response),
    model: response.model,
    finish: cutBy(response) ?? response.status,
    json: response.output_parsed,
    inputTokens: response.usage?.input_tokens,
    outputTokens: response.usage?.output_tokens,
    reasoningTokens: response.usage?.output_tokens_details?.reasoning_tokens,
    cachedTokens: response.usage?.input_tokens_details?.cached_tokens,
  });
}

function callsOf(response) {
  return response.output.filter((item) => item.type === "function_call");
}

function isSigned(response) {
  return response.output.some((item) => item.type === "reasoning" && item.encrypted_content);
}

/** As it came, but for what the library itself has put there. */
function sentBack({ parsed_arguments: _arguments, ...item }) {
  if (item.type !== "message") {
    return item;
  }
  return { ...item, content: item.content.map(({ parsed: _parsed, ...part }) => part) };
}

/** What one event of a stream says. */
function take(event, ask, told, said, leave) {
  switch (event.type) {
    case "response.output_text.delta":
      said.text += event.delta;
      piece(ask, told, leave);
      break;
    case "response.reasoning_summary_text.delta":
      said.summary += event.delta;
      break;
    case "response.completed":
    case "response.incomplete":
      tellResponse(told, event.response);
      if (told.text !== said.text) {
        throw new Error(`the pieces say ${said.text}, the response says ${told.text}`);
      }
      break;
    case "response.failed":
      throw new Error(event.response.error?.message ?? "the response failed without a reason");
  }
}

function resultsOf(calls) {
  return calls.map((call) => ({
    type: "function_call_output",
    call_id: call.call_id,
    output: JSON.stringify(resultOf(call.name)),
  }));
}

class Responses {
  #responses;

  constructor(client) {
    this.#responses = client.responses;
  }

  async whole(ask, told, signal, more) {
    const { data, response } = await this.#responses.create(request(ask, more), { signal }).withResponse();
    tell(told, { headers: Object.fromEntries(response.headers), pieces: 1 });
    tellResponse(told, data);
  }

  async streamed(ask, told, signal, more) {
    const { data, response } = await this.#responses
      .create(request(ask, { stream: true, ...more }), { signal })
      .withResponse();
    tell(told, { headers: Object.fromEntries(response.headers) });
    const said = { text: "", summary: "" };
    let sequence = -1;
    for await (const event of data) {
      if (!(event.sequence_number > sequence)) {
        throw new Error(`event ${event.sequence_number} comes after ${sequence}`);
      }
      sequence = event.sequence_number;
      take(event, ask, told, said, () => data.controller.abort());
    }
    tell(told, { text: said.text, thinking: said.summary || undefined });
  }

  /** The library's own accumulation. */
  async accumulated(ask, told, signal, body) {
    const stream = this.#responses.stream(body, { signal });
    stream.on("response.output_text.delta", () => piece(ask, told, () => stream.abort()));
    return stream.finalResponse();
  }

  /** Asks, sends what the called tools found and tells what came of it. */
  async called(ask, told, body, send) {
    const first = await send(body);
    const wanted = callsOf(first);
    const { tool_choice: _forced, ...unforced } = body;
    const second = await send({
      ...unforced,
      input: [{ role: "user", content: ask.prompt }, ...first.output.map(sentBack), ...resultsOf(wanted)],
    });
    tellResponse(told, second);
    tell(told, {
      calls: wanted.map((call) => ({
        id: call.call_id,
        name: call.name,
        arguments: JSON.parse(call.arguments),
      })),
      finish: cutBy(first) ?? first.status,
      thinking: thinking(first),
      signature: body.include ? isSigned(first) : undefined,
    });
  }

  tools(ask, told, signal, more) {
    const body = request(ask, { tools: OFFERED, ...more });
    return this.called(ask, told, body, (each) => this.#responses.create(each, { signal }));
  }

  toolsStreamed(ask, told, signal, more) {
    const body = request(ask, { tools: OFFERED, ...more });
    return this.called(ask, told, body, (each) => this.accumulated(ask, told, signal, each));
  }

  async parsed(ask, told, signal, more) {
    tellResponse(told, await this.#responses.parse(request(ask, more), { signal }));
  }

  async parsedStreamed(ask, told, signal, more) {
    tellResponse(told, await this.accumulated(ask, told, signal, request(ask, more)));
  }

  async json(ask, told, signal) {
    const prompted = { ...ask, prompt: `${ask.prompt} Answer in JSON.` };
    await this.whole(prompted, told, signal, { text: { format: { type: "json_object" } } });
    tell(told, { json: JSON.parse(told.text) });
  }

  async count(ask, told, signal) {
    const counted = await this.#responses.inputTokens.count(request(ask), { signal });
    tell(told, { count: counted.input_tokens });
  }

  /** Two turns, of which the second knows the first by its id only. */
  async conversation(ask, told, signal) {
    const first = await this.#responses.create(request(ask), { signal });
    const second = await this.#responses.create(
      request(ask, { input: "And again?", previous_response_id: first.id }),
      { signal },
    );
    tellResponse(told, second);
    const kept = await this.#responses.retrieve(second.id, {}, { signal });
    await this.#responses.delete(second.id, { signal });
    const gone = await this.#responses.retrieve(second.id, {}, { signal }).then(
      () => 200,
      (error) => error.status,
    );
    tell(told, {
      first: first.output_text,
      previous: second.previous_response_id === first.id,
      kept: kept.output_text,
      gone,
    });
  }
}

function picture(ask) {
  return [
    {
      role: "user",
      content: [
        { type: "input_text", text: ask.prompt },
        { type: "input_image", image_url: `data:image/png;base64,${PNG}`, detail: "auto" },
      ],
    },
  ];
}

/** The features of Responses; `stranger` is a client whose key nobody knows. */
export function responses(client, stranger) {
  const known = new Responses(client);
  const unknown = new Responses(stranger);
  const by = (name, more) => (ask, told, signal) => known[name](ask, told, signal, more);
  const forced = { tool_choice: "required", parallel_tool_calls: true };
  return {
    whole: by("whole"),
    streamed: by("streamed"),
    tools: by("tools", forced),
    toolsStreamed: by("toolsStreamed", forced),
    thinkingTools: by("tools", { store: false, include: ["reasoning.encrypted_content"], ...THOUGHTFUL }),
    image: (ask, told, signal) => known.whole(ask, told, signal, { input: picture(ask) }),
    schema: by("parsed", SHAPED),
    schemaStreamed: by("parsedStreamed", { text: { format: zodTextFormat(ANSWER, "answer") } }),
    jsonMode: by("json"),
    thinking: by("whole", THOUGHTFUL),
    thinkingStreamed: by("streamed", THOUGHTFUL),
    limit: by("whole", { max_output_tokens: FEW_TOKENS }),
    badRequest: by("whole", { temperature: TOO_HOT }),
    badKey: (ask, told, signal) => unknown.whole(ask, told, signal),
    unknownModel: by("whole"),
    count: by("count"),
    conversation: by("conversation"),
    stop: unsupported("Responses have no stop sequences"),
  };
}
