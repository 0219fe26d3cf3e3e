import { type OnMiss, resolveSource } from "./answer-options.ts";
import { resolveSpeed, resolveStopEarly } from "./order-options.ts";
import type { RunFlags } from "./run-flags.ts";
import { badUsage, oneOf, required, resolveDay, share, wholeNumber } from "./option-values.ts";
import {
  type RecordReportOptions,
  refuseWithout,
  resolveRecordReports,
} from "../reports/record-report-options.ts";
import type { RunManifest } from "../../core/run-manifest.ts";

/** In the order in which they are written: the page, which people open, when all else is there. */
export const formatNames = ["json", "md", "csv", "junit", "html"] as const;
export type FormatName = (typeof formatNames)[number];

export interface TagFilter {
  readonly tag: string;
  readonly value: string;
}

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
  /** Which records have pages of their own; undefined: as many as are of use. */
  readonly recordPages: RecordReportOptions["recordPages"];
  /** What `junit.xml` has a case for. */
  readonly junit: RecordReportOptions["junit"];
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

const RUN_NEEDS = "a run needs --dataset FILE --baseline POLICY --candidate POLICY";

export const DEFAULT_CONCURRENCY = 8;
/** Each slot is a worker of its own; more than this many wait for the processor, not for answers. */
export const MOST_CONCURRENCY = 10_000;
export const DEFAULT_SEED = 1;
export const DEFAULT_MAX_ERROR_RATE = 0.05;

/** Crosses over from what was typed to what is meant. `inCi` makes `--strict` the default. */
export function resolveRunOptions(flags: RunFlags, inCi: boolean): RunOptions {
  const formats = resolveFormats(flags.format);
  refuseWithout("--record-pages", flags.recordPages, "html", formats);
  refuseWithout("--junit", flags.junit, "junit", formats);
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
    formats,
    baselineRun: flags.baselineRun,
    monthlyRequests: resolveMonthlyRequests(flags.monthlyRequests),
    ...resolveRecordReports(flags),
    allowCode: flags.allowCode ?? false,
  };
}

/** `md,csv` as the formats it names; not given: all of them. */
export function resolveFormats(flag: string | undefined): readonly FormatName[] {
  if (flag === undefined) return formatNames;
  return flag.split(",").map((part) => oneOf("--format", part.trim(), formatNames) ?? "json");
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

/** `TAG=VALUE` as it was typed. */
export function resolveFilter(text: string): TagFilter {
  const at = text.indexOf("=");
  if (at < 1) throw badUsage(`--filter must be TAG=VALUE, got "${text}"`);
  return { tag: text.slice(0, at), value: text.slice(at + 1) };
}
