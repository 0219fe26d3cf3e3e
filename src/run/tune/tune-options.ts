import type { TuneObjective } from "../../core/tune-report.ts";
import {
  badUsage,
  dollars,
  oneOf,
  required,
  resolveDay,
  share,
  wholeNumber,
} from "../options/option-values.ts";
import type { RunFlags } from "../options/run-flags.ts";
import { DEFAULT_SEED, resolveFilter, type TagFilter } from "../options/run-options.ts";
import { resolveSweep, type SweepSpec } from "./sweep-spec.ts";

/** What `tune` is asked for; nothing is optional any more. */
export interface TuneOptions {
  readonly policy: string;
  /** The manifest; absent: that of the kept run. */
  readonly dataset: string | undefined;
  /** A kept run whose answers are used; absent: recordings, else the outcome table. */
  readonly run: string | undefined;
  readonly recordings: string | undefined;
  readonly registry: string | undefined;
  readonly prices: string | undefined;
  readonly sweeps: readonly SweepSpec[];
  /** Share of the records that settings are chosen on; 1: all of them, and figures are in-sample. */
  readonly fitShare: number;
  readonly objective: TuneObjective;
  readonly minAcceptance: number | undefined;
  readonly maxCostNanoUsd: number | undefined;
  readonly weak: string | undefined;
  readonly strong: string | undefined;
  /** The policy file to write; absent: none. */
  readonly out: string | undefined;
  /** What the written policy is called; absent: the policy's name with `_tuned`. */
  readonly name: string | undefined;
  /** Resamples of the whole curve. */
  readonly replicates: number;
  readonly limit: number | undefined;
  readonly sample: number | undefined;
  readonly filters: readonly TagFilter[];
  readonly seed: number;
  readonly asOfMs: number;
  readonly strict: boolean;
}

/** The options of `tune` as they were typed; absent: not given. */
export interface TuneFlags extends Pick<
  RunFlags,
  | "dataset"
  | "recordings"
  | "registry"
  | "prices"
  | "limit"
  | "sample"
  | "filter"
  | "seed"
  | "asOf"
  | "strict"
> {
  readonly policy?: string | undefined;
  readonly run?: string | undefined;
  readonly sweep?: readonly string[] | undefined;
  readonly fitShare?: string | undefined;
  readonly objective?: string | undefined;
  readonly minAcceptance?: string | undefined;
  readonly maxCost?: string | undefined;
  readonly weak?: string | undefined;
  readonly strong?: string | undefined;
  readonly out?: string | undefined;
  readonly name?: string | undefined;
  readonly bootstrap?: string | undefined;
}

const NEEDS = "tune needs --policy FILE, --sweep PATH=VALUES, and --dataset FILE or --run RUN";
const DEFAULT_FIT_SHARE = 0.5;
const DEFAULT_REPLICATES = 500;
const MOST_REPLICATES = 10_000;

/**
 * Crosses over from what was typed to what is meant. `todayMs` is the day that prices and approvals
 * are held against unless one is named; `inCi` makes `--strict` the default.
 */
export function resolveTuneOptions(flags: TuneFlags, todayMs: number, inCi: boolean): TuneOptions {
  if (flags.sweep === undefined || flags.sweep.length === 0) required("--sweep", undefined, NEEDS);
  const sweeps = (flags.sweep ?? []).map(resolveSweep);
  const twice = sweeps.find(({ path }, index) => sweeps.findIndex((s) => s.path === path) < index);
  if (twice !== undefined) {
    throw badUsage(`--sweep names ${twice.path} twice`, "give all its values in one --sweep");
  }
  refuseBesideRun(flags);
  if (flags.run === undefined) required("--dataset", flags.dataset, NEEDS);
  if ((flags.weak === undefined) !== (flags.strong === undefined)) {
    throw badUsage("--weak and --strong go together", "name both routes, or neither");
  }
  if (flags.weak !== undefined && flags.weak === flags.strong) {
    throw badUsage(`--weak and --strong are both "${flags.weak}"`, "name two routes");
  }
  if (flags.name !== undefined && flags.out === undefined) {
    throw badUsage("--name goes with -o FILE", "it is what the written policy is called");
  }
  return {
    policy: required("--policy", flags.policy, NEEDS),
    dataset: flags.dataset,
    run: flags.run,
    recordings: flags.recordings,
    registry: flags.registry,
    prices: flags.prices,
    sweeps,
    fitShare: fitShareOf(flags.fitShare),
    objective:
      oneOf("--objective", flags.objective, ["cost_per_accepted", "acceptance"] as const) ??
      "cost_per_accepted",
    minAcceptance: share("--min-acceptance", flags.minAcceptance),
    maxCostNanoUsd: dollars("--max-cost", flags.maxCost),
    weak: flags.weak,
    strong: flags.strong,
    out: flags.out,
    name: flags.name,
    replicates:
      wholeNumber("--bootstrap", flags.bootstrap, 0, MOST_REPLICATES) ?? DEFAULT_REPLICATES,
    limit: wholeNumber("--limit", flags.limit, 1),
    sample: wholeNumber("--sample", flags.sample, 1),
    filters: (flags.filter ?? []).map(resolveFilter),
    seed: wholeNumber("--seed", flags.seed, 0) ?? DEFAULT_SEED,
    asOfMs: resolveDay("--as-of", flags.asOf) ?? todayMs,
    strict: flags.strict ?? inCi,
  };
}

function fitShareOf(text: string | undefined): number {
  const value = share("--fit-share", text) ?? DEFAULT_FIT_SHARE;
  if (value > 0) return value;
  throw badUsage("--fit-share must be above 0", "settings are chosen on that share of the records");
}

/** A kept run has its own dataset and selection: its answers speak of those records. */
function refuseBesideRun(flags: TuneFlags): void {
  if (flags.run === undefined) return;
  const names = ["dataset", "recordings", "limit", "sample", "filter"] as const;
  const also = names.filter((name) => flags[name] !== undefined).map((name) => `--${name}`);
  if (also.length === 0) return;
  throw badUsage(
    `--run has its own records and answers; take out ${also.join(", ")}`,
    "or name a dataset without --run",
  );
}
