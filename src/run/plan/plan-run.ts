import { PLAN_SCHEMA_VERSION, type RunPlan } from "../../core/run-plan.ts";
import type { CheckedDataset } from "../../datasets/check-dataset.ts";
import { oneSided } from "../../comparison/one-sided.ts";
import { designEffect } from "../../stats/design-effect.ts";
import { armsAtWork } from "../arms-at-work.ts";
import { loadInputs, type Inputs } from "../load-inputs.ts";
import type { RunOptions } from "../options/run-options.ts";
import { asOfMs, openSelection } from "../run-session.ts";
import type { World } from "../world.ts";
import { foresee, type Foreseen } from "./foresee.ts";
import { gateEffect, noEffect } from "./gate-effect.ts";
import type { Reached, ReachedGate } from "./gate-reach.ts";
import { keptFigures } from "./kept-figures.ts";
import { planNotes } from "./plan-notes.ts";
import { plannedGate } from "./planned-gate.ts";
import type { Sample } from "./planning-sample.ts";

/** What is planned: a run's own options, and the kept run whose figures are taken for its routes. */
export interface PlanOptions extends RunOptions {
  readonly from: string | undefined;
}

/** Correlation of two records of a group where nobody has measured it. */
export const ASSUMED_ICC = 0.1;

/**
 * What a run with these options can show, needs and costs, found without calling anybody.
 * Throws `HarnessError` for the same inputs for which the run would.
 */
export async function planRun(
  options: PlanOptions,
  world: Pick<World, "nowMs" | "redaction">,
): Promise<RunPlan> {
  const nowMs = asOfMs(options, world.nowMs());
  const inputs = await loadInputs(options, nowMs, world.redaction);
  const kept = options.from === undefined ? undefined : await keptFigures(options.from);
  const dataset = await openSelection(inputs, options);
  try {
    const arms = armsAtWork(inputs, options.seed);
    const foreseen = await foresee({ inputs, dataset, options, arms }, kept, nowMs);
    const readers = inputs.arms.filter((_arm, index) => arms[index]?.newMemory !== undefined);
    const names = readers.map(({ key }) => key);
    return planOf(inputs, dataset, options, { ...foreseen, readers: names });
  } finally {
    await dataset.close();
  }
}

function planOf(
  inputs: Inputs,
  { summary }: CheckedDataset,
  options: PlanOptions,
  foreseen: Foreseen & { readonly readers: readonly string[] },
): RunPlan {
  const [baseline, ...candidates] = inputs.arms;
  const gates = candidates.flatMap((candidate, index) => {
    const { reached, figures } = foreseen.candidates[index]!;
    const { confidence, decideOn } = candidate.policy.promotion;
    const alpha = oneSided(confidence);
    return reached.gates.map((gate) => {
      const sample = sampleOf(gate, reached, { alpha, repeats: options.repeat, foreseen });
      // An estimate that decides alone has no bound to narrow.
      const effect = decideOn === "point" ? noEffect : gateEffect(gate, figures, sample);
      return plannedGate(candidate.key, gate, effect);
    });
  });
  const { totals, duration, about } = foreseen;
  const routes = totals.routes(about);
  const cost = totals.costUsd;
  return {
    schema_version: PLAN_SCHEMA_VERSION,
    dataset: summary.name,
    provider: inputs.provider,
    records: summary.records,
    clusters: foreseen.candidates[0]?.reached.groups?.count ?? null,
    repeats: options.repeat,
    baseline: baseline?.key ?? "",
    candidates: candidates.map(({ key }) => key),
    gates,
    calls: totals.calls,
    cost_usd: cost,
    unpriced_routes: Object.entries(routes).flatMap(([name, { cost_usd: usd }]) =>
      usd === null ? [name] : [],
    ),
    duration_s: duration,
    routes,
    notes: planNotes(inputs, foreseen, summary),
  };
}

/** Repeats of a record are no records: a plan counts on records alone. */
function sampleOf(
  { n, clusters }: ReachedGate,
  { groups }: Reached,
  {
    alpha,
    repeats,
    foreseen,
  }: { readonly alpha: number; readonly repeats: number; readonly foreseen: Foreseen },
): Sample {
  const about = foreseen.sources;
  const records = Math.floor(n / repeats);
  if (groups === undefined) {
    return { n: records, designEffect: 1, recordsPerGroup: 1, alpha, about, clusters: "" };
  }
  return {
    n: records,
    recordsPerGroup: clusters === undefined || clusters === 0 ? 1 : records / clusters,
    designEffect: designEffect(groups.meanSize, ASSUMED_ICC),
    alpha,
    about,
    clusters: `, and a correlation of ${ASSUMED_ICC} within groups`,
  };
}
