import type { Attempt } from "../core/attempt.ts";
import type { GraderSetup } from "./grader.ts";
import { isSet } from "./grader-options.ts";
import type { JsonReader } from "./json-reader.ts";
import { MAX_ANSWER_CHARS } from "./schema-rule.ts";
import { callsIn, nativeCalls, type ToolCall } from "./tool-calls.ts";

/** `native`: only calls that the provider gave back as such; `text`: only those written as text. */
export const callSources = ["native", "text"] as const;

export type AnsweredCalls =
  | { readonly kind: "known"; readonly calls: readonly ToolCall[] }
  /** Nobody knows whether the answer called anything. */
  | { readonly kind: "unknown"; readonly because: string };

const textUnknown: AnsweredCalls = { kind: "unknown", because: "the answer's text is not known" };

/** Stands for whatever a text holds that nobody reads: never the expected call, never no call. */
const unreadCall: ToolCall = {
  name: "",
  arguments: `may stand beyond the ${MAX_ANSWER_CHARS} characters that are read`,
};

/**
 * Finds the calls of an answer. Where the dataset does not say, native calls count, and the text
 * only where no wire answered (tables, simulations): over a wire, a call written down is no call.
 */
export function answeredCalls(
  { options, readAnswer }: GraderSetup,
  readArguments: JsonReader,
): (attempt: Attempt) => AnsweredCalls {
  const source = callSources.find((known) => known === options["read"]);
  const allowFence = isSet(options, "allow_fence");
  return ({ result, evidence }) => {
    if (result.kind !== "response") return { kind: "unknown", because: "there is no answer" };
    const { toolCalls, text } = result.response;
    // An answer is kept with its text and its calls, or without both.
    if (text === undefined && toolCalls.length === 0) return textUnknown;
    const hadWire = evidence !== undefined || toolCalls.length > 0;
    if (source === "native" && !hadWire) {
      const because = "without a wire nobody knows which tools the provider says are called";
      return { kind: "unknown", because };
    }
    if (source === "native" || (source === undefined && hadWire)) {
      return { kind: "known", calls: nativeCalls(toolCalls, readArguments) };
    }
    if (text === undefined) return textUnknown;
    if (text.length > MAX_ANSWER_CHARS) return { kind: "known", calls: [unreadCall] };
    const read = readAnswer(text, allowFence);
    const calls = read.kind === "read" ? callsIn(read.exact, readArguments) : undefined;
    return { kind: "known", calls: calls ?? [] };
  };
}
