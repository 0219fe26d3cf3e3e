import { badUsage, dollars, oneOf, required, wholeNumber } from "./option-values.ts";
import type { RunFlags } from "./run-flags.ts";
import {
  DEFAULT_CONCURRENCY,
  DEFAULT_SEED,
  MOST_CONCURRENCY,
  resolveFilter,
  type CallOptions,
  type TagFilter,
} from "./run-options.ts";

/** What recording is asked to do; nothing is optional any more. */
export interface RecordOptions extends CallOptions {
  readonly registry: string;
  readonly prices: string | undefined;
  readonly record: string;
  /** Empty: every route of the registry. */
  readonly routes: readonly string[];
  /** Absent: as long as a provider may take. */
  readonly timeoutMs: number | undefined;
  /** Whether what was recorded as a failure is asked again. */
  readonly retryErrors: boolean;
  /** Whether answers come as streams, so that first tokens are known. */
  readonly streams: boolean;
  readonly limit: number | undefined;
  readonly sample: number | undefined;
  readonly filters: readonly TagFilter[];
  readonly strict: boolean;
}

/** The options of `record` as they were typed; absent: not given. */
export interface RecordFlags extends Pick<
  RunFlags,
  | "dataset"
  | "registry"
  | "prices"
  | "record"
  | "maxSpend"
  | "concurrency"
  | "repeat"
  | "limit"
  | "sample"
  | "filter"
  | "seed"
  | "strict"
  | "storeText"
> {
  readonly allRoutes?: boolean | undefined;
  readonly route?: readonly string[] | undefined;
  readonly timeoutMs?: string | undefined;
  readonly stream?: boolean | undefined;
  readonly retryErrors?: boolean | undefined;
}

const NEEDS =
  "recording needs --dataset FILE --registry FILE --record DIR, and --all-routes or --route NAME";

/** Crosses over from what was typed to what is meant. `inCi` makes `--strict` the default. */
export function resolveRecordOptions(flags: RecordFlags, inCi: boolean): RecordOptions {
  const routes = flags.route ?? [];
  if (flags.allRoutes !== true && routes.length === 0) {
    required("--all-routes (or --route NAME)", undefined, NEEDS);
  }
  if (flags.allRoutes === true && routes.length > 0) {
    throw badUsage(
      "--all-routes and --route exclude each other",
      "take out --all-routes to ask the named routes alone",
    );
  }
  return {
    dataset: required("--dataset", flags.dataset, NEEDS),
    registry: required("--registry", flags.registry, NEEDS),
    record: required("--record", flags.record, NEEDS),
    prices: flags.prices,
    routes,
    provider: "live",
    recordings: undefined,
    onMiss: "fail",
    maxSpendNanoUsd: dollars("--max-spend", flags.maxSpend),
    timeoutMs: wholeNumber("--timeout-ms", flags.timeoutMs, 1),
    streams: flags.stream ?? false,
    retryErrors: flags.retryErrors ?? false,
    concurrency:
      wholeNumber("--concurrency", flags.concurrency, 1, MOST_CONCURRENCY) ?? DEFAULT_CONCURRENCY,
    repeat: wholeNumber("--repeat", flags.repeat, 1) ?? 1,
    speed: undefined,
    limit: wholeNumber("--limit", flags.limit, 1),
    sample: wholeNumber("--sample", flags.sample, 1),
    filters: (flags.filter ?? []).map(resolveFilter),
    seed: wholeNumber("--seed", flags.seed, 0) ?? DEFAULT_SEED,
    strict: flags.strict ?? inCi,
    storeText: oneOf("--store-text", flags.storeText, ["full", "none"] as const) ?? "full",
  };
}
