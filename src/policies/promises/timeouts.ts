import { withFactsOf } from "../../core/drilled-reply.ts";
import type { FailureKind } from "../../core/failure.ts";
import type { PolicyShape } from "../shapes/policy-shape.ts";
import { withLimits } from "./limits.ts";
import { promiseAt } from "./promise-at.ts";
import type { Drill, DrillRequest, Promised } from "./promised.ts";
import { allSay, firstCall } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

type Latency = NonNullable<PolicyShape["latency"]>;

/** The limits of one call, each on its own: the call is given up at the very millisecond. */
const limits = [
  { key: "timeout_ms", failure: "timeout", isStreamed: true },
  { key: "non_streaming_timeout_ms", failure: "timeout", isStreamed: false },
  { key: "first_token_timeout_ms", failure: "first_token_timeout", isStreamed: true },
] as const;

/** `timeout_ms` and its kind, a deadline, and the longest wait before the first call. */
export function timeoutPromises(written: WrittenPolicy): readonly Promised[] {
  const { latency = {} } = written.template.shape;
  return [
    ...limits.flatMap(({ key, failure, isStreamed }) => {
      const ms = latency[key];
      if (ms === undefined) return [];
      const drills = limitDrills({ key, ms, failure, isStreamed }, written);
      const words = `a call is given up after ${ms} ms, and not before`;
      const promised = limitPromise(key, ms, words, drills, written);
      return [
        failure === "timeout" ? { ...promised, atGateway: [lateAnswer(ms, written)] } : promised,
      ];
    }),
    ...deadlinePromise(latency, written),
    ...queuePromise(latency, written),
  ];
}

function limitPromise(
  key: keyof Latency,
  ms: number,
  words: string,
  drills: readonly Drill[],
  written: WrittenPolicy,
): Promised {
  const id = `latency.${key}: ${ms}`;
  return promiseAt(written, ["latency", key], { kind: "timeout", id, words, drills });
}

interface Limit {
  readonly key: (typeof limits)[number]["key"];
  readonly ms: number;
  readonly failure: FailureKind;
  readonly isStreamed: boolean;
}

function limitDrills(
  { key, ms, failure, isStreamed }: Limit,
  written: WrittenPolicy,
): readonly Drill[] {
  const first = firstCall(written);
  const request = streamed(written.request, isStreamed);
  const shape = withLimits(written.shape, { [key]: ms });
  const says = (latencyMs: number) => {
    const firstTokenMs = failure === "first_token_timeout" ? { firstTokenMs: latencyMs } : {};
    return allSay(withFactsOf(written.answer, { kind: "slow", latencyMs, ...firstTokenMs }));
  };
  const common = { request, shape } as const;
  return [
    {
      ...common,
      words: "1 ms later",
      script: says(ms + 1),
      expected: { attempts: [{ ...first, failure, latencyMs: ms }], mayGoOn: true },
    },
    {
      ...common,
      words: "just in time",
      script: says(ms),
      expected: { attempts: [{ ...first, failure: "none", latencyMs: ms }], mayGoOn: true },
    },
  ];
}

/** Behind a gateway every answer is late, and none of them may be taken. */
function lateAnswer(ms: number, written: WrittenPolicy): Drill {
  return {
    words: "an answer that is late",
    request: written.request,
    script: allSay({ kind: "slow", latencyMs: ms + 1 }),
    expected: { attempts: [{ ...firstCall(written), failure: "timeout" }], mayGoOn: true },
  };
}

function streamed(request: DrillRequest, stream: boolean): DrillRequest {
  return { ...request, request: { ...request.request, stream } };
}

/** `deadline_ms`: what is left of it bounds a call, and when nothing is left no other one follows. */
function deadlinePromise(
  { deadline_ms: ms }: Latency,
  written: WrittenPolicy,
): readonly Promised[] {
  if (ms === undefined) return [];
  const first = firstCall(written);
  const drill: Drill = {
    words: "one call takes it all",
    request: written.request,
    shape: withLimits(written.shape, { deadline_ms: ms }),
    script: allSay(withFactsOf(written.answer, { kind: "slow", latencyMs: ms + 1 })),
    expected: { attempts: [{ ...first, failure: "timeout", latencyMs: ms }] },
  };
  const words = `after ${ms} ms no call goes on, and none is made`;
  return [limitPromise("deadline_ms", ms, words, [drill], written)];
}

/** `max_queue_ms`: a request that waited longer is not called any more. */
function queuePromise({ max_queue_ms: ms }: Latency, written: WrittenPolicy): readonly Promised[] {
  if (ms === undefined) return [];
  const { request, answer } = written;
  const common = { request, script: allSay(answer) } as const;
  const drills: readonly Drill[] = [
    {
      ...common,
      words: "1 ms longer",
      queuedMs: ms + 1,
      expected: { attempts: [], ending: "failed" },
    },
    {
      ...common,
      words: "just in time",
      queuedMs: ms,
      expected: { attempts: [firstCall(written)], ending: "answered" },
    },
  ];
  const words = `a request that waited longer than ${ms} ms is not called any more`;
  return [limitPromise("max_queue_ms", ms, words, drills, written)];
}
