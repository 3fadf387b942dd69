// A walk through rooms by tools: what an agent does whose every turn depends on the result of the turn before.

/** Tool turns until the way out. */
export const ROOMS = 20;

const SIDES = ["north", "east", "south", "west"];

export const TASK =
  "Find the way out of the house. Every room tells you which tool to call next. Call open_door first.";

/** The two tools in turn; each refuses what does not satisfy its schema, and what is not its turn. */
export class Walk {
  calls = [];

  #step(name, input) {
    const room = this.calls.length;
    if (name !== this.expected) {
      throw new Error(`room ${room} wants ${this.expected}, not ${name}`);
    }
    this.calls.push({ name, arguments: input });
    if (this.calls.length === ROOMS) {
      return { room: ROOMS, sign: "This is the way out. Say goodbye." };
    }
    return { room: room + 1, sign: `Now call ${this.expected}.` };
  }

  /** The tool of the room that the walker is in. */
  get expected() {
    return this.calls.length % 2 === 0 ? "open_door" : "read_sign";
  }

  tools = [
    {
      name: "open_door",
      description: "Opens a door of the room and goes through it.",
      parameters: {
        type: "object",
        properties: { side: { type: "string", enum: SIDES }, gently: { type: "boolean" } },
        required: ["side", "gently"],
        additionalProperties: false,
      },
      run: (input) => {
        if (!SIDES.includes(input.side) || typeof input.gently !== "boolean") {
          throw new Error(`no door is opened so: ${JSON.stringify(input)}`);
        }
        return this.#step("open_door", input);
      },
    },
    {
      name: "read_sign",
      description: "Reads the sign on a wall and goes where it points.",
      parameters: {
        type: "object",
        properties: { wall: { type: "integer" }, aloud: { type: "string" } },
        required: ["wall", "aloud"],
        additionalProperties: false,
      },
      run: (input) => {
        if (!Number.isInteger(input.wall) || typeof input.aloud !== "string") {
          throw new Error(`no sign is read so: ${JSON.stringify(input)}`);
        }
        return this.#step("read_sign", input);
      },
    },
  ];
}

/** Base URL, key and model that the agent was started with, and whether it streams. */
export function started() {
  const [baseUrl, apiKey, model, how] = process.argv.slice(2);
  return { baseUrl, apiKey, model, stream: how === "streamed" };
}

/** One line of JSON: what came of the walk, or why it failed. */
export async function report(agent) {
  let told;
  try {
    told = await agent();
  } catch (error) {
    told = { error: { type: error.constructor.name, status: error.status ?? 0, message: String(error.message) } };
    process.exitCode = 1;
  }
  process.stdout.write(JSON.stringify(told) + "\n");
}
