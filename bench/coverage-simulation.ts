import { clusteringOf } from "../src/comparison/clustering.ts";
import { createCollector } from "../src/comparison/collector.ts";
import { prepareGates } from "../src/comparison/gates.ts";
import { decidePrepared } from "../src/comparison/prepared-gate.ts";
import { Scratch } from "../src/comparison/scratch.ts";
import type { GateStatus } from "../src/core/comparison.ts";
import type { Outcome } from "../src/core/outcome.ts";
import type { Policy } from "../src/core/policy.ts";
import type { ReplayRecord } from "../src/core/replay-record.ts";
import type { CoverageCase, DrawnOutcome, DrawnRecord, Draws } from "./coverage-cases.ts";

/** The one-sided error that a gate at the default confidence of 0.95 may have. */
export const LEVEL = 0.05;

/** Decides one gate, by the run's own collector and gate code, on drawn records. */
export function decideDrawn(
  records: readonly DrawnRecord[],
  policy: Policy,
  { seed, replicates }: { readonly seed: number; readonly replicates: number },
): GateStatus {
  const collector = createCollector({
    records: records.length,
    repeats: 1,
    arms: [
      { key: "before", policy },
      { key: "after", policy },
    ],
    graders: [],
    tagNames: ["part"],
    routesKnown: [],
  });
  for (const [ordinal, { group, segment, baseline, candidate }] of records.entries()) {
    collector.observe(recordOf(ordinal, group, segment), undefined);
    collector.add(outcomeOf(ordinal, 0, baseline));
    collector.add(outcomeOf(ordinal, 1, candidate));
  }
  const collected = collector.finish();
  const [before, after] = collected.arms;
  const context = {
    collected,
    clustering: clusteringOf(collected),
    scratch: new Scratch(),
    alpha: LEVEL,
    seed,
    replicates,
  };
  for (const gate of prepareGates({ baseline: before!, candidate: after! }, context)) {
    return decidePrepared(gate, { alpha: LEVEL, decideOn: "bound" }).status;
  }
  throw new Error("the policy asks for no gate");
}

/** The policy that asks for one gate alone. */
export function askingFor({ gate }: CoverageCase, rest: Policy): Policy {
  const isLatency = "p95CompleteMs" in gate;
  return {
    ...rest,
    latency: { ...rest.latency, p95CompleteMs: isLatency ? gate.p95CompleteMs : undefined },
    promotion: { confidence: 1 - LEVEL, decideOn: "bound", gates: isLatency ? [] : [gate] },
  };
}

/** How often a gate passed, and failed, whose figure lies exactly on its limit. */
export interface Coverage {
  readonly repetitions: number;
  readonly passed: number;
  readonly failed: number;
}

export function simulate(
  one: CoverageCase,
  n: number,
  repetitions: number,
  rest: Policy,
): Coverage {
  const policy = askingFor(one, rest);
  let [passed, failed] = [0, 0];
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const draws = drawsOf(repetition * 7919 + n);
    const setup = { seed: repetition + 1, replicates: 2_000 };
    const status = decideDrawn(one.draw(n, draws), policy, setup);
    if (status === "pass") passed += 1;
    if (status === "fail") failed += 1;
  }
  return { repetitions, passed, failed };
}

/** The most that a rate of `level` shows in so many repetitions, but for one simulation in 740. */
export function mostBySimulation(level: number, repetitions: number): number {
  return level + 3 * Math.sqrt((level * (1 - level)) / repetitions);
}

/** Mulberry32, and Box and Muller on it: enough for a simulation, and the same everywhere. */
function drawsOf(seed: number): Draws {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

function recordOf(ordinal: number, group: string | undefined, part: string): ReplayRecord {
  return {
    ordinal,
    id: String(ordinal),
    source: "",
    request: {
      messages: [],
      tools: [],
      responseSchema: undefined,
      stream: false,
      slaMs: undefined,
      maxOutputTokens: undefined,
    },
    expected: undefined,
    group,
    workflow: undefined,
    owner: undefined,
    arrivedAtMs: undefined,
    tags: { part },
    features: {},
    outcomes: undefined,
  };
}

function outcomeOf(ordinal: number, arm: number, drawn: DrawnOutcome): Outcome {
  const { accepted, score, schemaValid, failed, costNanoUsd, latencyMs } = drawn;
  return {
    recordId: String(ordinal),
    ordinal,
    arm,
    repeat: 0,
    route: "route",
    because: "drawn",
    review: [],
    attempts: [
      {
        index: 0,
        kind: "first",
        because: "drawn",
        isUnreviewed: false,
        route: "route",
        provider: "openai",
        requestedModel: "model",
        servedModel: "model",
        endpointFamily: undefined,
        queuedAtMs: 0,
        dispatchedAtMs: 0,
        waitedMs: 0,
        firstTokenMs: undefined,
        latencyMs,
        result: {
          kind: "response",
          response: {
            text: undefined,
            finishReason: { kind: "stop", raw: undefined },
            toolCalls: [],
            signals: {},
          },
        },
        schemaValid,
        usage: {
          inputUncachedTokens: 1,
          inputCacheReadTokens: 0,
          inputCacheWriteTokens: 0,
          outputTokens: 1,
          outputReasoningTokens: 0,
        },
        costNanoUsd,
      },
    ],
    ending: failed
      ? {
          kind: "failed",
          failure: { kind: "transient_5xx", detail: undefined, retryAfterMs: undefined },
        }
      : { kind: "answered" },
    grade: { accepted: accepted && !failed, score, schemaValid, scores: [] },
  };
}
