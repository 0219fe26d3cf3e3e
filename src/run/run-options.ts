import {
  badUsage,
  dollars,
  oneOf,
  required,
  resolveDay,
  share,
  wholeNumber,
} from "./option-values.ts";
import type { RunManifest } from "../core/run-manifest.ts";

export const formatNames = ["json", "md", "csv", "junit"] as const;
export type FormatName = (typeof formatNames)[number];

export interface TagFilter {
  readonly tag: string;
  readonly value: string;
}

export const onMissNames = ["fail", "live", "simulate"] as const;
export type OnMiss = (typeof onMissNames)[number];

/** Everything a run is asked to do; nothing is optional any more. */
export interface RunOptions {
  readonly dataset: string;
  readonly baseline: string;
  readonly candidates: readonly string[];
  readonly registry: string | undefined;
  /** A prices file for routes that have no price of their own. */
  readonly prices: string | undefined;
  /** `auto`: what the dataset offers; never `live` without being asked. */
  readonly provider: "auto" | RunManifest["provider"];
  /** Folder that answers are recorded into, and taken from where they were recorded before. */
  readonly record: string | undefined;
  /** Folder of recordings to replay. */
  readonly recordings: string | undefined;
  /** What answers a call that was not recorded. */
  readonly onMiss: OnMiss;
  /** Live calls stop before they cost more. */
  readonly maxSpendNanoUsd: number | undefined;
  readonly concurrency: number;
  readonly repeat: number;
  readonly limit: number | undefined;
  readonly sample: number | undefined;
  readonly filters: readonly TagFilter[];
  readonly seed: number;
  /** Milliseconds since 1970 that count as now; undefined: the day the run starts. */
  readonly asOfMs: number | undefined;
  readonly strict: boolean;
  readonly storeText: "full" | "none";
  readonly maxErrorRate: number;
  readonly formats: readonly FormatName[];
  /** Requests a month that costs are projected to; undefined: nobody stated a volume. */
  readonly monthlyRequests: number | undefined;
  /** Whether the policies' own code may run: leave that is given anew each time, never kept. */
  readonly allowCode: boolean;
}

/** What calls depend on, whatever they are made for. */
export type CallOptions = Pick<
  RunOptions,
  | "dataset"
  | "provider"
  | "record"
  | "recordings"
  | "onMiss"
  | "maxSpendNanoUsd"
  | "concurrency"
  | "repeat"
  | "seed"
  | "storeText"
>;

/** The options of `run` as they were typed; absent: not given. */
export interface RunFlags {
  readonly dataset?: string | undefined;
  readonly baseline?: string | undefined;
  readonly candidate?: readonly string[] | undefined;
  readonly registry?: string | undefined;
  readonly prices?: string | undefined;
  readonly provider?: string | undefined;
  readonly record?: string | undefined;
  readonly recordings?: string | undefined;
  readonly onMiss?: string | undefined;
  readonly maxSpend?: string | undefined;
  readonly concurrency?: string | undefined;
  readonly repeat?: string | undefined;
  readonly limit?: string | undefined;
  readonly sample?: string | undefined;
  readonly filter?: readonly string[] | undefined;
  readonly seed?: string | undefined;
  readonly asOf?: string | undefined;
  readonly strict?: boolean | undefined;
  readonly storeText?: string | undefined;
  readonly maxErrorRate?: string | undefined;
  readonly format?: string | undefined;
  readonly monthlyRequests?: string | undefined;
  readonly allowCode?: boolean | undefined;
}

const RUN_NEEDS = "a run needs --dataset FILE --baseline POLICY --candidate POLICY";

export const DEFAULT_CONCURRENCY = 8;
/** Each slot is a worker of its own; more than this many wait for the processor, not for answers. */
export const MOST_CONCURRENCY = 10_000;
export const DEFAULT_SEED = 1;
export const DEFAULT_MAX_ERROR_RATE = 0.05;

/** Crosses over from what was typed to what is meant. `inCi` makes `--strict` the default. */
export function resolveRunOptions(flags: RunFlags, inCi: boolean): RunOptions {
  return {
    dataset: required("--dataset", flags.dataset, RUN_NEEDS),
    baseline: required("--baseline", flags.baseline, RUN_NEEDS),
    candidates: resolveCandidates(flags.candidate),
    registry: flags.registry,
    prices: flags.prices,
    ...resolveSource(flags),
    concurrency:
      wholeNumber("--concurrency", flags.concurrency, 1, MOST_CONCURRENCY) ?? DEFAULT_CONCURRENCY,
    repeat: wholeNumber("--repeat", flags.repeat, 1) ?? 1,
    limit: wholeNumber("--limit", flags.limit, 1),
    sample: wholeNumber("--sample", flags.sample, 1),
    filters: (flags.filter ?? []).map(resolveFilter),
    seed: wholeNumber("--seed", flags.seed, 0) ?? DEFAULT_SEED,
    asOfMs: resolveDay("--as-of", flags.asOf),
    strict: flags.strict ?? inCi,
    storeText: oneOf("--store-text", flags.storeText, ["full", "none"] as const) ?? "full",
    maxErrorRate: share("--max-error-rate", flags.maxErrorRate) ?? DEFAULT_MAX_ERROR_RATE,
    formats: resolveFormats(flags.format),
    monthlyRequests: resolveMonthlyRequests(flags.monthlyRequests),
    allowCode: flags.allowCode ?? false,
  };
}

/** How an interrupted run goes on. */
export interface ResumeOptions {
  readonly folder: string;
  readonly retryErrors: boolean;
  /** A new cap in place of the one the run began with: how a run that met it goes on. */
  readonly maxSpendNanoUsd: number | undefined;
  readonly allowCode: boolean;
}

/** What `--resume` asks for; undefined: a new run. A resumed run keeps the options it began with. */
export function resolveResume(
  flags: RunFlags & {
    readonly resume?: string;
    readonly retryErrors?: boolean;
    readonly out?: string;
  },
): ResumeOptions | undefined {
  if (flags.resume === undefined) {
    if (flags.retryErrors === true) throw badUsage("--retry-errors goes with --resume RUN");
    return undefined;
  }
  const also = (
    [
      "dataset",
      "baseline",
      "candidate",
      "registry",
      "prices",
      "provider",
      "record",
      "recordings",
      "onMiss",
      "concurrency",
      "repeat",
      "limit",
      "sample",
      "filter",
      "seed",
      "asOf",
      "storeText",
      "maxErrorRate",
      "format",
      "monthlyRequests",
      "out",
    ] as const
  ).filter((name) => flags[name] !== undefined);
  if (also.length > 0) {
    const names = also.map(
      (name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    );
    throw badUsage(
      `--resume keeps the options its run began with; take out ${names.join(", ")}`,
      "or start a new run without --resume",
    );
  }
  return {
    folder: flags.resume,
    retryErrors: flags.retryErrors ?? false,
    maxSpendNanoUsd: dollars("--max-spend", flags.maxSpend),
    allowCode: flags.allowCode ?? false,
  };
}

/** `md,csv` as the formats it names; not given: all of them. */
export function resolveFormats(flag: string | undefined): readonly FormatName[] {
  if (flag === undefined) return formatNames;
  return flag.split(",").map((part) => {
    const name = part.trim();
    if (name === "html") {
      throw badUsage(`--format html is not built yet`, `choose from ${formatNames.join(", ")}`);
    }
    return oneOf("--format", name, formatNames) ?? "json";
  });
}

/** Beyond this many requests a month a volume is most likely a slip. */
const MOST_MONTHLY_REQUESTS = 1e12;

/** Requests a month that costs are projected to; not given: nobody said. */
export function resolveMonthlyRequests(text: string | undefined): number | undefined {
  return wholeNumber("--monthly-requests", text, 1, MOST_MONTHLY_REQUESTS);
}

function resolveCandidates(flags: readonly string[] | undefined): readonly string[] {
  if (flags === undefined || flags.length === 0) required("--candidate", undefined, RUN_NEEDS);
  return flags ?? [];
}

type Source = Pick<RunOptions, "provider" | "record" | "recordings" | "onMiss" | "maxSpendNanoUsd">;

/** Where answers come from, and what that may cost. */
function resolveSource(flags: RunFlags): Source {
  const { record, recordings } = flags;
  const onMiss = oneOf("--on-miss", flags.onMiss, onMissNames);
  const named = oneOf("--provider", flags.provider, ["live", "recorded", "simulated"] as const);
  const provider = named === "recorded" || named === undefined ? fromRecords(named, flags) : named;
  if (onMiss !== undefined && provider !== "recorded") {
    throw badUsage("--on-miss goes with --recordings DIR", "it says what answers instead");
  }
  if (recordings !== undefined && provider !== "recorded") {
    throw badUsage(
      `--recordings does not go with --provider ${provider}`,
      "use --record DIR to keep the answers of live calls",
    );
  }
  const maySpend = provider === "live" || onMiss === "live";
  if (record !== undefined && !maySpend) {
    throw badUsage("--record goes with --provider live", "only live answers can be recorded");
  }
  const maxSpendNanoUsd = dollars("--max-spend", flags.maxSpend);
  if (maxSpendNanoUsd !== undefined && !maySpend) {
    throw badUsage("--max-spend goes with --provider live", "nothing else costs money");
  }
  return { provider, record, recordings, onMiss: onMiss ?? "fail", maxSpendNanoUsd };
}

/** An outcome table is a recording of every route; which it is shows when the dataset is read. */
function fromRecords(
  named: "recorded" | undefined,
  { recordings }: RunFlags,
): RunOptions["provider"] {
  if (recordings !== undefined) return "recorded";
  return named === "recorded" ? "table" : "auto";
}

/** `TAG=VALUE` as it was typed. */
export function resolveFilter(text: string): TagFilter {
  const at = text.indexOf("=");
  if (at < 1) throw badUsage(`--filter must be TAG=VALUE, got "${text}"`);
  return { tag: text.slice(0, at), value: text.slice(at + 1) };
}
