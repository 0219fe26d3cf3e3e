import type { Verdict } from "./comparison.ts";
import type { Estimate } from "./estimate.ts";

/**
 * `aa.json`: a policy against itself. Like `comparison.json` it is a file that users read, so its
 * names are snake_case here too.
 */
export const AA_SCHEMA_VERSION = 1;

/** How one gate came out over the rounds. */
export interface AaGate {
  readonly id: string;
  /** It asks the candidate to be better than the baseline: against itself it must not pass. */
  readonly asks_for_change: boolean;
  readonly pass: number;
  readonly fail: number;
  readonly inconclusive: number;
  /** Share of rounds that came out otherwise than most did. */
  readonly flip_rate: Estimate;
  /** Share of rounds in which it was violated, though nothing differs but chance. */
  readonly fail_rate: Estimate;
  /** Rounds in which the violation survived Holm's correction. */
  readonly violated_after_holm: number;
}

/** A record that was accepted in some repeats and not in others: a line of `flaky.jsonl`. */
export interface FlakyRecord {
  readonly record: string;
  readonly accepted: number;
  readonly of: number;
}

export interface AaReport {
  readonly schema_version: typeof AA_SCHEMA_VERSION;
  readonly policy: string;
  readonly dataset: string;
  readonly records: number;
  readonly repeats: number;
  readonly rounds: number;
  readonly seed: number;
  readonly verdicts: Readonly<Record<Verdict["decision"], number>>;
  readonly gates: readonly AaGate[];
  /** Chance that k answers to a record are all accepted, by k. */
  readonly pass_hat_k: Readonly<Record<string, Estimate>>;
  readonly flaky: { readonly records: number; readonly first: readonly FlakyRecord[] };
  /** Why the rounds can tell nothing; null: answers differed, so that they can. */
  readonly because: string | null;
}
