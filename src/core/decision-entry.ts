import type { VerdictDecision } from "./comparison.ts";

/**
 * Who put which version of a policy in force, and why: a line of `promotions/log.jsonl`. It is a
 * file that users read, so its names are snake_case.
 */
export interface DecisionEntry {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly kind: "promote" | "rollback";
  readonly policy: string;
  /** In force from now on. */
  readonly version: string;
  /** In force until now; null: none that was promoted. */
  readonly before: string | null;
  /** The run that it rests on; null: of a rollback, which rests on none. */
  readonly run_id: string | null;
  readonly verdict: VerdictDecision | null;
  readonly approved_by: string;
  /** Whom the policy itself names to approve; null: nobody. */
  readonly owner_approver: string | null;
  readonly why: string;
  /** Why it was promoted although its run does not say promote. Absent: it does. */
  readonly override?: string;
}
