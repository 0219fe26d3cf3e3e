import { withFactsOf, type DrilledReply } from "../../core/drilled-reply.ts";
import type { FailureKind } from "../../core/failure.ts";
import { promiseAt } from "./promise-at.ts";
import type { Promised } from "./promised.ts";
import { allSay, firstCall } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/** `timeout_ms` and `first_token_timeout_ms`: a call is given up at the very millisecond. */
export function timeoutPromises(written: WrittenPolicy): readonly Promised[] {
  const { timeout_ms: wholeMs, first_token_timeout_ms: firstMs } = written.shape.latency ?? {};
  return [
    ...(wholeMs === undefined
      ? []
      : [
          timeoutPromise("timeout_ms", wholeMs, "timeout", written, {
            late: { kind: "slow", latencyMs: wholeMs + 1 },
            inTime: { kind: "slow", latencyMs: wholeMs },
          }),
        ]),
    ...(firstMs === undefined || firstMs > (wholeMs ?? Infinity)
      ? []
      : [
          timeoutPromise("first_token_timeout_ms", firstMs, "first_token_timeout", written, {
            late: { kind: "slow", latencyMs: firstMs + 2, firstTokenMs: firstMs + 1 },
            inTime: { kind: "slow", latencyMs: firstMs, firstTokenMs: firstMs },
          }),
        ]),
  ];
}

function timeoutPromise(
  key: "timeout_ms" | "first_token_timeout_ms",
  limitMs: number,
  failure: FailureKind,
  written: WrittenPolicy,
  replies: Readonly<Record<"late" | "inTime", DrilledReply>>,
): Promised {
  const { request, answer } = written;
  const first = firstCall(written);
  return promiseAt(written, ["latency", key], {
    kind: "timeout",
    id: `latency.${key}: ${limitMs}`,
    words: `a call is given up after ${limitMs} ms, and not before`,
    drills: [
      {
        words: "1 ms later",
        request,
        script: allSay(withFactsOf(answer, replies.late)),
        expected: { attempts: [{ ...first, failure, latencyMs: limitMs }], mayGoOn: true },
      },
      {
        words: "just in time",
        request,
        script: allSay(withFactsOf(answer, replies.inTime)),
        expected: { attempts: [{ ...first, failure: "none", latencyMs: limitMs }], mayGoOn: true },
      },
    ],
  });
}
