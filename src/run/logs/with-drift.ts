import { driftReport } from "../../comparison/drift/drift-report.ts";
import type { TwoMixes } from "../../comparison/drift/two-mixes.ts";
import type { Comparison } from "../../core/comparison.ts";
import type { CheckedDataset } from "../../datasets/check-dataset.ts";
import type { Books } from "../books.ts";
import type { Inputs } from "../load-inputs.ts";
import type { RunOptions } from "../options/run-options.ts";
import { likenessOf } from "./likeness.ts";

/**
 * What a run's dataset and the request log that it should be like are made of; absent: the run was
 * given none. To be read before anything is paid for: what is wrong with that log must not end a
 * finished run.
 */
export async function askedLikeness(
  { registry }: Pick<Inputs, "registry">,
  dataset: CheckedDataset,
  { like, seed }: Pick<RunOptions, "like" | "seed">,
): Promise<TwoMixes | undefined> {
  return like === undefined ? undefined : likenessOf(dataset, like, registry, seed);
}

/** The comparison with what was found out about that log; the very same where there is none. */
export function withDrift(
  comparison: Comparison,
  mixes: TwoMixes | undefined,
  { collector }: Pick<Books, "collector">,
): Comparison {
  if (mixes === undefined) return comparison;
  return {
    ...comparison,
    drift: driftReport(mixes, { collected: collector.finish(), comparison }),
  };
}
