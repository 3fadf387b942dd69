// What every client program asks in the same words, so that their answers compare.

export const SYSTEM = "You are terse.";

/** Tokens that `limit` allows. */
export const FEW_TOKENS = 5;

/** Outside of every vendor's range. */
export const TOO_HOT = 9;

/** Fewest tokens of thinking that Anthropic takes, and room for an answer after them. */
export const THINKING_BUDGET = 1024;
export const ROOM_TO_THINK = 4096;

/** One transparent pixel. */
export const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

export const ANSWER_SCHEMA = {
  type: "object",
  properties: {
    answer: { type: "string" },
    confidence: { type: "number" },
    tags: { type: "array", items: { type: "string" } },
    kind: { type: "string", enum: ["fact", "guess"] },
  },
  required: ["answer", "confidence", "tags", "kind"],
  additionalProperties: false,
};

/** The tools that are offered, with what each of them finds. */
export const TOOLS = [
  {
    name: "get_weather",
    description: "The temperature in a city.",
    parameters: {
      type: "object",
      properties: {
        city: { type: "string" },
        unit: { type: "string", enum: ["celsius", "fahrenheit"] },
      },
      required: ["city", "unit"],
      additionalProperties: false,
    },
    result: { degrees: 21 },
  },
  {
    name: "get_time",
    description: "The time of day in a time zone.",
    parameters: {
      type: "object",
      properties: { zone: { type: "string" } },
      required: ["zone"],
      additionalProperties: false,
    },
    result: { time: "12:00" },
  },
];

/** What the tool of that name finds, whatever it is asked. */
export function resultOf(name) {
  const tool = TOOLS.find((offered) => offered.name === name);
  if (!tool) {
    throw new Error(`a call of a tool that was not offered: ${name}`);
  }
  return tool.result;
}
