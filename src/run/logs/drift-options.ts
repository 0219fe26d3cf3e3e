import { wholeNumber } from "../options/option-values.ts";
import { DEFAULT_SEED } from "../options/run-options.ts";

/** What `drift` is asked for; nothing is optional any more. */
export interface DriftOptions {
  readonly golden: string;
  readonly log: string;
  /** A kept run over the golden set; absent: there are no figures to weigh. */
  readonly run: string | undefined;
  readonly seed: number;
}

/** The options of `drift` as they were typed; absent: not given. */
export interface DriftFlags {
  readonly run?: string;
  readonly seed?: string;
}

export function resolveDrift(golden: string, log: string, flags: DriftFlags): DriftOptions {
  return {
    golden,
    log,
    run: flags.run,
    seed: wholeNumber("--seed", flags.seed, 0) ?? DEFAULT_SEED,
  };
}
