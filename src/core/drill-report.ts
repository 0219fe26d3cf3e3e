/** What a policy can promise; each kind has its own derivation from the document. */
export const promiseKinds = [
  "primary",
  "rule",
  "retry",
  "escalation",
  "fallback",
  "degradation",
  "stop",
  "queue",
  "unwritten",
  "review",
  "blocked_route",
  "blocked_fallback",
  "capability",
  "region",
  "no_route",
  "side_effect",
  "timeout",
  "health",
  "attempts",
  "cap",
  "approval",
  "evidence",
  "rollback",
  "reconciliation",
] as const;
export type PromiseKind = (typeof promiseKinds)[number];

/** Kinds that say what happens to a request in a certain case: the transitions of a policy. */
const transitionKinds: ReadonlySet<PromiseKind> = new Set<PromiseKind>([
  "retry",
  "escalation",
  "fallback",
  "degradation",
  "stop",
  "queue",
  "review",
  "blocked_route",
  "blocked_fallback",
]);

/** One promise of a policy and what came of it. */
export interface DrillRow {
  readonly kind: PromiseKind;
  /** Such as `fallback.retry_same_route_once: rate_limit`; unique within a report. */
  readonly id: string;
  /** What is promised, for people. */
  readonly promised: string;
  /** `file:line:column` of what promises it; absent: nothing is written, it holds for every policy. */
  readonly place: string | undefined;
  /** What was seen, for people; empty: nothing was drilled. */
  readonly seen: string;
  readonly status: "pass" | "fail" | "not_drilled";
  /** What differs, or why nothing was drilled; empty: it passed. */
  readonly because: string;
  /** How many failures were injected for it. */
  readonly drills: number;
}

/** What a policy's document promises, and whether the engine (or a gateway) does it. */
export interface DrillReport {
  readonly policy: string;
  readonly file: string;
  /** Absent: routes are stand-ins, so there is no version. */
  readonly version: string | undefined;
  /** Who was drilled. */
  readonly against: "engine" | "gateway";
  /** What was made up because the policy does not say it, a sentence each. */
  readonly standIns: readonly string[];
  readonly rows: readonly DrillRow[];
}

/** Whether the policy itself writes it, as something that is to happen to a request. */
export function isWrittenTransition({ kind, place }: DrillRow): boolean {
  return place !== undefined && transitionKinds.has(kind);
}

/**
 * Whether something was found: a promise that is not kept, or a written transition that could not
 * be proven. Much of a policy is beyond a gateway, which is not held against it.
 */
export function hasDifference({ rows, against }: DrillReport): boolean {
  return rows.some(
    (row) =>
      row.status === "fail" ||
      (row.status === "not_drilled" && against === "engine" && isWrittenTransition(row)),
  );
}
