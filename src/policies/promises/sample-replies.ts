import type { DrilledReply } from "../../core/drilled-reply.ts";
import { failureKinds } from "../../core/failure.ts";
import { namesIn, numbersIn, stringsIn } from "./sample-requests.ts";

/** Replies that differ in what an expression on answers may look at; a good answer comes first. */
export function sampleReplies(text: string): readonly DrilledReply[] {
  const signals = namesIn(text, "signals");
  const numbers = numbersIn(text);
  const values = [true, false, 0, 1, 0.5, ...numbers, ...stringsIn(text)];
  const answers = values.map((value): DrilledReply => ({
    kind: "answer",
    signals: Object.fromEntries(signals.map((name) => [name, value])),
  }));
  const late = numbers.map((ms): DrilledReply => ({ kind: "slow", latencyMs: ms + 1 }));
  const strings = stringsIn(text);
  const tools = ["drill", ...strings].map((name): DrilledReply => ({
    kind: "answer",
    toolCalls: [name],
  }));
  const texts = ["", ...strings].map((own): DrilledReply => ({ kind: "answer", text: own }));
  return [
    { kind: "answer" },
    ...(signals.length === 0 ? [] : answers),
    ...(/\btool_calls\b/.test(text) ? tools : []),
    ...(/\bresponse\.text\b/.test(text) ? texts : []),
    { kind: "schema_invalid" },
    { kind: "truncated" },
    ...failureKinds
      .filter((kind) => kind !== "harness_error")
      .map((failure): DrilledReply => ({ kind: "failure", failure })),
    ...(/\blatency_ms\b/.test(text) ? late : []),
  ];
}
