import {
  badUsage,
  dollars,
  numberWithin,
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
  /** Of a request log, live calls are made for what it does not hold alone. */
  readonly onlyUncovered: boolean;
  /** A request log that the dataset should be like; absent: none is looked at. */
  readonly like: string | undefined;
  readonly concurrency: number;
  readonly repeat: number;
  /** Records arrive so many times as fast as they did; undefined: as slots become free. */
  readonly speed: number | undefined;
  /** Whether the run ends as soon as every candidate is rejected; undefined: it does not. */
  readonly stopEarly: "reject" | undefined;
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
  /** `last-green`, or the folder of a kept run that candidates are held against; undefined: none. */
  readonly baselineRun: string | undefined;
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
  | "speed"
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
  readonly onlyUncovered?: boolean | undefined;
  readonly like?: string | undefined;
  readonly concurrency?: string | undefined;
  readonly repeat?: string | undefined;
  readonly speed?: string | undefined;
  readonly stopEarly?: string | undefined;
  readonly limit?: string | undefined;
  readonly sample?: string | undefined;
  readonly filter?: readonly string[] | undefined;
  readonly seed?: string | undefined;
  readonly asOf?: string | undefined;
  readonly strict?: boolean | undefined;
  readonly storeText?: string | undefined;
  readonly maxErrorRate?: string | undefined;
  readonly format?: string | undefined;
  readonly baselineRun?: string | undefined;
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
    like: flags.like,
    concurrency:
      wholeNumber("--concurrency", flags.concurrency, 1, MOST_CONCURRENCY) ?? DEFAULT_CONCURRENCY,
    repeat: wholeNumber("--repeat", flags.repeat, 1) ?? 1,
    speed: resolveSpeed(flags),
    stopEarly: resolveStopEarly(flags),
    limit: wholeNumber("--limit", flags.limit, 1),
    sample: wholeNumber("--sample", flags.sample, 1),
    filters: (flags.filter ?? []).map(resolveFilter),
    seed: wholeNumber("--seed", flags.seed, 0) ?? DEFAULT_SEED,
    asOfMs: resolveDay("--as-of", flags.asOf),
    strict: flags.strict ?? inCi,
    storeText: oneOf("--store-text", flags.storeText, ["full", "none"] as const) ?? "full",
    maxErrorRate: share("--max-error-rate", flags.maxErrorRate) ?? DEFAULT_MAX_ERROR_RATE,
    formats: resolveFormats(flags.format),
    baselineRun: flags.baselineRun,
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
      "onlyUncovered",
      "like",
      "concurrency",
      "repeat",
      "speed",
      "stopEarly",
      "limit",
      "sample",
      "filter",
      "seed",
      "asOf",
      "storeText",
      "maxErrorRate",
      "format",
      "baselineRun",
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

type Source = Pick<
  RunOptions,
  "provider" | "record" | "recordings" | "onMiss" | "maxSpendNanoUsd" | "onlyUncovered"
>;

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
  const onlyUncovered = flags.onlyUncovered ?? false;
  if (onlyUncovered && provider !== "live") {
    throw badUsage(
      "--only-uncovered goes with --provider live",
      "it calls the models for what a request log does not hold",
    );
  }
  return { provider, record, recordings, onMiss: onMiss ?? "fail", maxSpendNanoUsd, onlyUncovered };
}

/** Slower than this nobody waits, faster than this everybody arrives at once. */
const [SLOWEST, FASTEST] = [0.1, 10_000];

function resolveSpeed(flags: RunFlags): number | undefined {
  const speed = numberWithin("--speed", flags.speed, SLOWEST, FASTEST);
  if (speed === undefined) return undefined;
  if (flags.provider !== "live" && flags.onMiss !== "live") return speed;
  throw badUsage(
    "--speed does not go with live calls: they would take as long as the log did",
    "record them first with --record DIR, then replay them with --recordings DIR --speed 1",
  );
}

function resolveStopEarly(flags: RunFlags): "reject" | undefined {
  const stopEarly = oneOf("--stop-early", flags.stopEarly, ["reject"] as const);
  if (stopEarly === undefined) return undefined;
  if (flags.speed !== undefined) {
    throw badUsage(
      "--stop-early does not go with --speed",
      "it replays records in an order of its own, and --speed in the order of arrival",
    );
  }
  if ((wholeNumber("--repeat", flags.repeat, 1) ?? 1) > 1) {
    throw badUsage(
      "--stop-early does not go with --repeat",
      "its sequences need outcomes that are independent, and repeats of a record are not",
    );
  }
  return stopEarly;
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
