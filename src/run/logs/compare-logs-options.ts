import { badUsage, required, resolveDay, wholeNumber } from "../options/option-values.ts";
import { DEFAULT_SEED } from "../options/run-options.ts";
import { today } from "../today.ts";

/** What `compare-logs` is asked for; nothing is optional any more. */
export interface CompareLogsOptions {
  readonly control: string;
  readonly canary: string;
  /** Whose gates are asked. */
  readonly policy: string;
  /** Share of the traffic that the canary was to get; absent: the split is not checked. */
  readonly share: number | undefined;
  readonly registry: string | undefined;
  readonly prices: string | undefined;
  readonly seed: number;
  /** The day that prices are looked up for, in milliseconds since 1970. */
  readonly asOfMs: number;
  readonly strict: boolean;
  /** A new or empty folder for the reports; absent: nothing is written. */
  readonly out: string | undefined;
}

/** The options of `compare-logs` as they were typed; absent: not given. */
export interface CompareLogsFlags {
  readonly control?: string;
  readonly canary?: string;
  readonly policy?: string;
  readonly share?: string;
  readonly registry?: string;
  readonly prices?: string;
  readonly seed?: string;
  readonly asOf?: string;
  readonly strict?: boolean;
  readonly out?: string;
}

const NEEDS = "two logs are compared by --control DATASET --canary DATASET --policy POLICY";

export function resolveCompareLogs(flags: CompareLogsFlags, inCi: boolean): CompareLogsOptions {
  return {
    control: required("--control", flags.control, NEEDS),
    canary: required("--canary", flags.canary, NEEDS),
    policy: required("--policy", flags.policy, NEEDS),
    share: resolveShare(flags.share),
    registry: flags.registry,
    prices: flags.prices,
    seed: wholeNumber("--seed", flags.seed, 0) ?? DEFAULT_SEED,
    asOfMs: resolveDay("--as-of", flags.asOf) ?? today(),
    strict: flags.strict ?? inCi,
    out: flags.out,
  };
}

function resolveShare(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && value > 0 && value < 1) return value;
  throw badUsage(
    `--share must be a number above 0 and below 1, got "${text}"`,
    "it is the canary's share of both logs together, such as 0.1",
  );
}
