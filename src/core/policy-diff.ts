import type { PolicyChange } from "./policy-change.ts";
import type { Step } from "./step.ts";

/** What changed between two policies, and what that does to the records of a dataset. */
export interface PolicyDiff {
  readonly before: DiffSide;
  readonly after: DiffSide;
  readonly changes: readonly PolicyChange[];
  /** Absent: no dataset was named. */
  readonly traffic: PolicyTraffic | undefined;
  readonly review: readonly ReviewAnswer[];
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
}

export interface DiffSide {
  readonly policy: string;
  readonly file: string;
  readonly version: string;
}

/** Where a record goes first. `fails`: its decision is an error of the policy. */
export interface Destination {
  readonly kind: Step["kind"] | "fails";
  /** Absent: no call is made. */
  readonly route: string | undefined;
  readonly because: string;
}

/** Where the records of a dataset go under two policies, before any call. */
export interface PolicyTraffic {
  readonly dataset: string;
  readonly records: number;
  /** Of them, those that go elsewhere first. */
  readonly moved: number;
  /** Those that go first where they went, with another chain or other reasons for a review. */
  readonly otherwiseChanged: number;
  /** One for each pair of destinations and reasons, the largest first. */
  readonly shifts: readonly TrafficShift[];
  /** By provider of the first call; records without one are in none of them. */
  readonly providers: readonly ProviderTraffic[];
  readonly cost: EstimatedTraffic;
  /** Decisions that are errors of a policy: one for each policy that has any. */
  readonly failures: readonly DecisionFailures[];
  /** What the policies would ask before they decide, and is not asked here. */
  readonly notes: readonly string[];
  /** `empty`: a policy reads what came before, and here nothing has. */
  readonly memory: "none" | "empty";
}

/** Records on which a policy cannot decide: in a run they end as harness errors. */
export interface DecisionFailures {
  readonly policy: string;
  readonly records: number;
  /** Of the first of them. */
  readonly because: string;
}

export interface TrafficShift {
  readonly before: Destination;
  readonly after: Destination;
  readonly count: number;
  /** Ids in the order of the dataset, the first few. */
  readonly firstRecords: readonly string[];
}

export interface ProviderTraffic {
  readonly provider: string;
  readonly before: number;
  readonly after: number;
  /** Of `after`: those whose chain holds a route of another provider. */
  readonly withFailover: number;
}

/** What the first calls would cost, over the records whose estimate is known on both sides. */
export interface EstimatedTraffic {
  readonly records: number;
  readonly beforeNanoUsd: bigint;
  readonly afterNanoUsd: bigint;
  /** Records that make a first call whose cost nobody can estimate, on either side. */
  readonly unknown: number;
}

/** One question that a reviewer of a policy asks, answered from documents and decisions. */
export interface ReviewAnswer {
  readonly question: string;
  readonly answer: "yes" | "no" | "partly" | "not_known";
  readonly because: readonly string[];
}
