// Responses as users of npm's `openai` write them.
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

function isCut(response) {
  return response.incomplete_details?.reason;
}

function tellResponse(told, response) {
  tell(told, {
    text: response.output_text,
    thinking: thinking(response),
    model: response.model,
    finish: isCut(response) ?? response.status,
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

/** The features of Responses; `stranger` is a client whose key nobody knows. */
export function responses(client, stranger) {
  async function whole(ask, told, signal, more) {
    const { data, response } = await client.responses.create(request(ask, more), { signal }).withResponse();
    tell(told, { headers: Object.fromEntries(response.headers), pieces: 1 });
    tellResponse(told, data);
  }

  /** The text is put together from its pieces, so that a last event that differs is noticed. */
  async function streamed(ask, told, signal, more) {
    const { data, response } = await client.responses
      .create(request(ask, { stream: true, ...more }), { signal })
      .withResponse();
    tell(told, { headers: Object.fromEntries(response.headers) });
    let text = "";
    let summary = "";
    let sequence = -1;
    for await (const event of data) {
      if (event.sequence_number <= sequence) {
        throw new Error(`event ${event.sequence_number} comes after ${sequence}`);
      }
      sequence = event.sequence_number;
      switch (event.type) {
        case "response.output_text.delta":
          text += event.delta;
          piece(ask, told, () => data.controller.abort());
          break;
        case "response.reasoning_summary_text.delta":
          summary += event.delta;
          break;
        case "response.completed":
        case "response.incomplete":
          tellResponse(told, event.response);
          break;
        case "response.failed":
          throw new Error(event.response.error?.message ?? "the response failed without a reason");
      }
    }
    tell(told, { text, thinking: summary || undefined });
  }

  /** The library's own accumulation. */
  async function accumulated(ask, told, signal, body) {
    const stream = client.responses.stream(body, { signal });
    stream.on("response.output_text.delta", () => piece(ask, told, () => stream.abort()));
    return stream.finalResponse();
  }

  async function called(ask, told, body, send) {
    const first = await send(body);
    const wanted = callsOf(first);
    tell(told, {
      calls: wanted.map((call) => ({
        id: call.call_id,
        name: call.name,
        arguments: JSON.parse(call.arguments),
      })),
      signature: body.include ? isSigned(first) : undefined,
    });
    const { tool_choice: _forced, ...unforced } = body;
    const second = await send({
      ...unforced,
      input: [
        { role: "user", content: ask.prompt },
        ...first.output,
        ...wanted.map((call) => ({
          type: "function_call_output",
          call_id: call.call_id,
          output: JSON.stringify(resultOf(call.name)),
        })),
      ],
    });
    tellResponse(told, second);
    tell(told, { finish: isCut(first) ?? first.status, thinking: thinking(first) });
  }

  async function conversation(ask, told, signal) {
    const first = await client.responses.create(request(ask), { signal });
    const second = await client.responses.create(
      request(ask, { input: "And again?", previous_response_id: first.id }),
      { signal },
    );
    tellResponse(told, second);
    const kept = await client.responses.retrieve(second.id, {}, { signal });
    await client.responses.delete(second.id, { signal });
    const gone = await client.responses.retrieve(second.id, {}, { signal }).then(
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

  const forced = (ask) => request(ask, { tools: OFFERED, tool_choice: "required", parallel_tool_calls: true });

  const remembered = (ask) =>
    request(ask, { tools: OFFERED, store: false, include: ["reasoning.encrypted_content"], ...THOUGHTFUL });

  return {
    whole,
    streamed,
    tools: (ask, told, signal) =>
      called(ask, told, forced(ask), (body) => client.responses.create(body, { signal })),
    toolsStreamed: (ask, told, signal) =>
      called(ask, told, forced(ask), (body) => accumulated(ask, told, signal, body)),
    thinkingTools: (ask, told, signal) =>
      called(ask, told, remembered(ask), (body) => client.responses.create(body, { signal })),
    image: (ask, told, signal) =>
      whole(ask, told, signal, {
        input: [
          {
            role: "user",
            content: [
              { type: "input_text", text: ask.prompt },
              { type: "input_image", image_url: `data:image/png;base64,${PNG}`, detail: "auto" },
            ],
          },
        ],
      }),
    schema: async (ask, told, signal) =>
      tellResponse(told, await client.responses.parse(request(ask, SHAPED), { signal })),
    schemaStreamed: async (ask, told, signal) =>
      tellResponse(told, await accumulated(ask, told, signal, request(ask, SHAPED))),
    jsonMode: async (ask, told, signal) => {
      await whole(ask, told, signal, {
        input: `${ask.prompt} Answer in JSON.`,
        text: { format: { type: "json_object" } },
      });
      tell(told, { json: JSON.parse(told.text) });
    },
    thinking: (ask, told, signal) => whole(ask, told, signal, THOUGHTFUL),
    thinkingStreamed: (ask, told, signal) => streamed(ask, told, signal, THOUGHTFUL),
    limit: (ask, told, signal) => whole(ask, told, signal, { max_output_tokens: FEW_TOKENS }),
    badRequest: (ask, told, signal) => whole(ask, told, signal, { temperature: TOO_HOT }),
    badKey: (ask, told, signal) => responses(stranger, stranger).whole(ask, told, signal),
    unknownModel: whole,
    count: async (ask, told, signal) => {
      const counted = await client.responses.inputTokens.count(request(ask), { signal });
      tell(told, { count: counted.input_tokens });
    },
    conversation,
    stop: unsupported("Responses have no stop sequences"),
  };
}
