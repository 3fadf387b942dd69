// The structured answer in the words of `zod`, by which npm's `openai` parses what it streams.
import { z } from "zod";

export const ANSWER = z.object({
  answer: z.string(),
  confidence: z.number(),
  tags: z.array(z.string()),
  kind: z.enum(["fact", "guess"]),
});
