// The loop of every client program: a JSON line asked on standard input, a JSON line told on standard output.
import { createInterface } from "node:readline";

/** Base URL and API key that the program was started with. */
export const [baseUrl, apiKey] = process.argv.slice(2);

/** A key that no server knows, for the feature `badKey`. */
export const WRONG_KEY = "wrong-key-0000000000";

/** Stands in a program's table for a feature that the protocol or the library does not have. */
export function unsupported(why) {
  return (ask, told) => {
    told.unsupported = why;
  };
}

/** Tells the fields that apply; what is undefined, null or no number is left out of the line. */
export function tell(told, fields) {
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== null && !Number.isNaN(value)) {
      told[name] = value;
    }
  }
}

/** Counts a piece of streamed text, and leaves when the ask wants to be left there. */
export function piece(ask, told, leave) {
  told.pieces = (told.pieces ?? 0) + 1;
  if (ask.leaveAfterPieces === told.pieces) {
    leave();
  }
}

/**
 * Answers every line until standard input ends.
 *
 * @param protocols what is asked for, by protocol and feature: `async (ask, told, signal) => …`
 * @param describe the fields of an error of this library
 */
export function serve(protocols, describe) {
  const leaving = new Map();

  async function answer(ask) {
    const told = { id: ask.id };
    const controller = new AbortController();
    leaving.set(ask.id, controller);
    try {
      const features = protocols[ask.protocol];
      const run = features
        ? (features[ask.feature] ?? unsupported(`${ask.protocol} has no ${ask.feature}`))
        : unsupported(`this library does not speak ${ask.protocol}`);
      await run(ask, told, controller.signal);
    } catch (error) {
      told.error = { type: error.constructor.name, message: String(error.message), ...describe(error) };
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
}
