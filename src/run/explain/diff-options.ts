import type { DiffOptions } from "./diff.ts";
import { resolveDay, wholeNumber } from "../options/option-values.ts";
import { DEFAULT_SEED } from "../options/run-options.ts";
import { today } from "../today.ts";

/** The options of `diff` as they were typed; absent: not given. */
export interface DiffFlags {
  readonly dataset?: string;
  readonly registry?: string;
  readonly prices?: string;
  readonly asOf?: string;
  readonly seed?: string;
}

export function resolveDiff(before: string, after: string, flags: DiffFlags): DiffOptions {
  return {
    before,
    after,
    dataset: flags.dataset,
    registry: flags.registry,
    prices: flags.prices,
    asOfMs: resolveDay("--as-of", flags.asOf) ?? today(),
    seed: wholeNumber("--seed", flags.seed, 0) ?? DEFAULT_SEED,
  };
}
