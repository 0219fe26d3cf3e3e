import { drillRecord } from "./drill-record.ts";
import type { GateStatus } from "../../core/comparison.ts";
import type { Outcome } from "../../core/outcome.ts";
import type { Policy } from "../../core/policy.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import { viewOf } from "../../core/request-view.ts";
import type { Registry } from "../../core/route.ts";
import type { Scorer } from "../../core/scorer.ts";
import type { Trial } from "../../core/trial.ts";
import { createCollector } from "../../comparison/collector.ts";
import { compare } from "../../comparison/compare.ts";
import type { Drill } from "../../policies/promises/promised.ts";
import { createScriptedProvider } from "../../providers/scripted-provider.ts";
import { executeTrial } from "../../replay/execute-trial.ts";
import { VirtualClock } from "../../replay/virtual-clock.ts";
import { armsAtWork } from "../arms-at-work.ts";
import { drillAdvisor, inKnownWords } from "./drill-advice.ts";
import type { Arm } from "../load-inputs.ts";
import { openTimelines } from "../timelines.ts";

/** A policy as one drill puts it to work. */
export interface DrilledPolicy extends Pick<Arm, "policy" | "qualityTable"> {
  readonly registry: Registry;
  readonly seed: number;
  /** Milliseconds since 1970 that count as now. */
  readonly asOfMs: number;
  readonly scorer: Scorer;
}

/** What came of a drill. */
export interface Drilled {
  readonly outcome: Outcome;
  /** What a gate of a run makes of all its outcomes, by the gate's metric; absent: it asks none. */
  readonly gates: ReadonlyMap<string, GateStatus>;
}

/** Records of a drill name their workflow and owner, as those of a dataset may. */
const manifest = { record: { workflow: "workflow", owner: "owner" } };

/** The same router, replay, memory and gates as in a run; only what answers is made up. */
export async function drillOutcome(drill: Drill, drilled: DrilledPolicy): Promise<Drilled> {
  const { policy, qualityTable, registry, seed, asOfMs, scorer } = drilled;
  const clock = new VirtualClock();
  const arm = { key: policy.name, policy, qualityTable };
  const advisor = drillAdvisor(policy);
  const arms = armsAtWork({ arms: [arm], registry, manifest }, seed).map((one) =>
    advisor === undefined ? one : { ...one, advisor },
  );
  const isTimed = arms.map(({ newMemory }) => newMemory !== undefined);
  const isPaced = drill.queuedMs !== undefined;
  const timelines = openTimelines(arms, { isTimed, isPaced }, asOfMs, clock);
  const { signal } = new AbortController();
  const world = {
    arms,
    routes: registry.routes,
    scorer,
    clock,
    asOfMs,
    signal,
    streams: false,
    timelineOf: (trial: Trial) => timelines.of(trial),
  };
  const steps = [...(drill.before ?? []), drill];
  const queuedAtMs = drill.queuedMs === undefined ? undefined : asOfMs - drill.queuedMs;
  const records = steps.map(({ request }, ordinal) => {
    const record = drillRecord(inKnownWords(request, policy), ordinal);
    return queuedAtMs === undefined ? record : { ...record, arrivedAtMs: queuedAtMs };
  });
  const outcomes: Outcome[] = [];
  await clock.work([
    async () => {
      for (const [index, record] of records.entries()) {
        const { script, afterMs = 0 } = steps[index] ?? drill;
        await clock.sleep(afterMs, signal);
        const provider = createScriptedProvider(script);
        const trial = { record, view: viewOf(record), arm: 0, repeat: 0 };
        outcomes.push(await executeTrial(trial, { ...world, provider }));
      }
    },
  ]);
  const last = outcomes.at(-1);
  if (last === undefined) throw new Error("a drill sends at least one request");
  const asksGate = drill.expected.gate !== undefined;
  return { outcome: last, gates: asksGate ? gatesOf(policy, records, outcomes) : new Map() };
}

/** The policy stands on both sides: the gates asked for here speak of the candidate alone. */
function gatesOf(
  policy: Policy,
  records: readonly ReplayRecord[],
  outcomes: readonly Outcome[],
): ReadonlyMap<string, GateStatus> {
  const collector = createCollector({
    records: records.length,
    repeats: 1,
    arms: ["before", "after"].map((key) => ({ key, policy })),
    graders: [],
    tagNames: [],
    routesKnown: [],
  });
  for (const record of records) collector.observe(record, undefined);
  for (const outcome of outcomes) {
    collector.add(outcome);
    collector.add({ ...outcome, arm: 1 });
  }
  const dataset = {
    name: "drill",
    kind: "golden",
    sha256: "",
    records: records.length,
    rejected: 0,
    excluded: 0,
  } as const;
  const { comparisons } = compare(collector, { dataset, seed: 1, bootstrapReplicates: 1 });
  const gates = comparisons[0]?.gates ?? [];
  return new Map(gates.map(({ metric, status }) => [metric, status]));
}
