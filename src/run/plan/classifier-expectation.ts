import { viewOf } from "../../core/request-view.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import type { Registry } from "../../core/route.ts";
import type { ReplayArm } from "../../replay/execute-trial.ts";
import { classifierCall } from "../advice/classifier-call.ts";
import type { AnswerModel } from "./answer-model.ts";
import type { Moments, RecordExpectation } from "./record-expectation.ts";

/** What a record may bring with the one call that asks a model what it is about. */
export function withClassifier(
  expected: RecordExpectation,
  record: ReplayRecord,
  { router: { advice: needs } }: Pick<ReplayArm, "router">,
  { routes }: Registry,
  model: AnswerModel,
): RecordExpectation {
  const route = needs?.kind === "model" ? routes.get(needs.route) : undefined;
  if (needs?.kind !== "model" || route === undefined) return expected;
  const call = classifierCall({ record, view: viewOf(record), arm: 0, repeat: 0 }, route, needs);
  const replies = model.repliesTo(call);
  // A table holds answers to the record itself, so that nobody is asked.
  if (replies.some(({ reply }) => reply.result.kind === "not_covered")) return expected;
  const mean = (of: (reply: (typeof replies)[number]["reply"]) => number | undefined) =>
    replies.reduce<number | undefined>((sum, { chance, reply }) => {
      const value = of(reply);
      return sum === undefined || value === undefined ? undefined : sum + chance * value;
    }, 0);
  const costNanoUsd = mean((reply) => reply.costNanoUsd);
  const latencyMs = mean((reply) => reply.latencyMs);
  const before = expected.routes.get(route.name) ?? { calls: 0, costNanoUsd: 0, latencyMs: 0 };
  return {
    ...expected,
    calls: plus(expected.calls, 1) ?? expected.calls,
    cost: plus(expected.cost, costNanoUsd),
    latency: plus(expected.latency, latencyMs),
    routes: new Map(expected.routes).set(route.name, {
      calls: before.calls + 1,
      costNanoUsd: sum(before.costNanoUsd, costNanoUsd),
      latencyMs: sum(before.latencyMs, latencyMs),
    }),
  };
}

function plus(moments: Moments | undefined, mean: number | undefined): Moments | undefined {
  if (moments === undefined || mean === undefined) return undefined;
  return { mean: moments.mean + mean, variance: moments.variance };
}

function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one + other;
}
