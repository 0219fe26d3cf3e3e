import type { ExplainOptions } from "./explain.ts";
import type { ExplainRunOptions } from "./explain-run.ts";
import { badUsage, required, resolveDay, wholeNumber } from "../options/option-values.ts";
import { DEFAULT_SEED } from "../options/run-options.ts";
import { today } from "../today.ts";

/** The options of `explain` as they were typed; absent: not given. */
export interface ExplainFlags {
  readonly policy?: string;
  readonly dataset?: string;
  readonly record?: string;
  readonly where?: string;
  readonly limit?: string;
  readonly registry?: string;
  readonly prices?: string;
  readonly asOf?: string;
  readonly seed?: string;
  readonly run?: string;
  readonly between?: readonly string[];
}

const NEEDS = "explain needs --policy FILE --dataset FILE, or --run RUN";
const DEFAULT_RECORDS = 20;
const DEFAULT_FIRST_RECORDS = 5;

/** What is to be explained: a policy over a dataset, or the decisions of a kept run. */
export function resolveExplain(
  flags: ExplainFlags,
): { readonly ofPolicy: ExplainOptions } | { readonly ofRun: ExplainRunOptions } {
  const { record, where, run } = flags;
  if (record !== undefined && where !== undefined) {
    throw badUsage("--record and --where exclude each other", "name one record, or a condition");
  }
  const limit = wholeNumber("--limit", flags.limit, 1);
  if (run !== undefined) {
    refuseBesideRun(flags);
    if (record !== undefined && limit !== undefined) {
      throw badUsage("--limit does not go with --run RUN --record ID", "leave one of them out");
    }
    const between = pairOf(flags.between);
    return { ofRun: { run, between, record, where, firstRecords: limit ?? DEFAULT_FIRST_RECORDS } };
  }
  if (flags.between !== undefined) throw badUsage("--between goes with --run RUN", NEEDS);
  return {
    ofPolicy: {
      policy: required("--policy", flags.policy, NEEDS),
      dataset: required("--dataset", flags.dataset, NEEDS),
      registry: flags.registry,
      prices: flags.prices,
      record,
      where,
      limit: limit ?? DEFAULT_RECORDS,
      asOfMs: resolveDay("--as-of", flags.asOf) ?? today(),
      seed: wholeNumber("--seed", flags.seed, 0) ?? DEFAULT_SEED,
    },
  };
}

/** A run has its own policies, dataset, seed and day. */
function refuseBesideRun(flags: ExplainFlags): void {
  const names = ["policy", "dataset", "registry", "prices", "seed"] as const;
  const also = names.filter((name) => flags[name] !== undefined).map((name) => `--${name}`);
  if (flags.asOf !== undefined) also.push("--as-of");
  if (also.length === 0) return;
  throw badUsage(
    `--run explains the decisions that the run has kept; take out ${also.join(", ")}`,
    "or explain a policy without --run",
  );
}

function pairOf(names: readonly string[] | undefined): readonly [string, string] | undefined {
  if (names === undefined) return undefined;
  const [before, after, other] = names;
  if (before !== undefined && after !== undefined && other === undefined) return [before, after];
  throw badUsage(
    `--between takes two policies, got ${names.length}`,
    "--between BASELINE CANDIDATE, by their names in the run",
  );
}
