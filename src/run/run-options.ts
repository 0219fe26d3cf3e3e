import { HarnessError } from "../core/harness-error.ts";

export const formatNames = ["json", "md", "csv", "junit"] as const;
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
  readonly provider: "auto" | "table" | "simulated";
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
}

/** The options of `run` as they were typed; absent: not given. */
export interface RunFlags {
  readonly dataset?: string | undefined;
  readonly baseline?: string | undefined;
  readonly candidate?: readonly string[] | undefined;
  readonly registry?: string | undefined;
  readonly provider?: string | undefined;
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
}

export const DEFAULT_CONCURRENCY = 8;
/** Each slot is a worker of its own; more than this many wait for the processor, not for answers. */
const MOST_CONCURRENCY = 10_000;
export const DEFAULT_SEED = 1;
export const DEFAULT_MAX_ERROR_RATE = 0.05;

/** Crosses over from what was typed to what is meant. `inCi` makes `--strict` the default. */
export function resolveRunOptions(flags: RunFlags, inCi: boolean): RunOptions {
  return {
    dataset: required("--dataset", flags.dataset),
    baseline: required("--baseline", flags.baseline),
    candidates: resolveCandidates(flags.candidate),
    registry: flags.registry,
    provider: resolveProvider(flags.provider),
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
  };
}

/** What `--resume` asks for; undefined: a new run. A resumed run keeps the options it began with. */
export function resolveResume(
  flags: RunFlags & {
    readonly resume?: string;
    readonly retryErrors?: boolean;
    readonly out?: string;
  },
): { readonly folder: string; readonly retryErrors: boolean } | undefined {
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
      "provider",
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
  return { folder: flags.resume, retryErrors: flags.retryErrors ?? false };
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

function resolveCandidates(flags: readonly string[] | undefined): readonly string[] {
  if (flags === undefined || flags.length === 0) required("--candidate", undefined);
  return flags ?? [];
}

function resolveProvider(flag: string | undefined): RunOptions["provider"] {
  if (flag === undefined) return "auto";
  if (flag === "live") {
    throw badUsage(
      `--provider live is not built yet`,
      "use --provider simulated, or a dataset of kind outcomes",
    );
  }
  // An outcome table is a recording of every route.
  return oneOf("--provider", flag, ["recorded", "simulated"] as const) === "recorded"
    ? "table"
    : "simulated";
}

function resolveFilter(text: string): TagFilter {
  const at = text.indexOf("=");
  if (at < 1) throw badUsage(`--filter must be TAG=VALUE, got "${text}"`);
  return { tag: text.slice(0, at), value: text.slice(at + 1) };
}

function required(name: string, value: string | undefined): string {
  if (value !== undefined && value !== "") return value;
  throw badUsage(
    `${name} is missing`,
    "a run needs --dataset FILE --baseline POLICY --candidate POLICY",
  );
}

function wholeNumber(
  name: string,
  text: string | undefined,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(value) && value >= least && value <= most) {
    return value;
  }
  if (value > most) throw badUsage(`${name} must be ${most} or less, got "${text}"`);
  throw badUsage(`${name} must be a whole number of ${least} or more, got "${text}"`);
}

function resolveDay(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const dayMs = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // A day that the calendar does not have is rolled over by some engines: it must read back.
  if (!Number.isNaN(dayMs) && new Date(dayMs).toISOString().startsWith(text)) return dayMs;
  throw badUsage(`${name} must be a day such as 2026-11-21, got "${text}"`);
}

function share(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 1) return value;
  throw badUsage(`${name} must be a number from 0 to 1, got "${text}"`);
}

function oneOf<const T extends string>(
  name: string,
  text: string | undefined,
  choices: readonly T[],
): T | undefined {
  if (text === undefined) return undefined;
  const choice = choices.find((candidate) => candidate === text);
  if (choice !== undefined) return choice;
  throw badUsage(`${name} must be one of ${choices.join(", ")}, got "${text}"`);
}

function badUsage(message: string, hint?: string): HarnessError {
  return new HarnessError("invalid-input", message, { hint });
}
