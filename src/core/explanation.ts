import type { CostEstimate } from "./cost-estimate.ts";
import type { Decision } from "./decision.ts";
import type { RequestView } from "./request-view.ts";
import type { Step } from "./step.ts";

/** What a policy decides on some records of a dataset, before any call. */
export interface Explanation {
  readonly policy: string;
  readonly version: string;
  readonly dataset: string;
  /** `empty`: the policy reads what came before, and here nothing has. `none`: it reads nothing. */
  readonly memory: "none" | "empty";
  /** Routes of the registry that the policy does not name. */
  readonly notNamed: readonly string[];
  /** Records that were asked for, shown or not. */
  readonly matched: number;
  readonly records: readonly ExplainedRecord[];
  readonly notes: readonly string[];
}

/** One record, and what the policy makes of it. */
export interface ExplainedRecord {
  readonly view: RequestView;
  /** Why there is no decision: in a run the record would end as `harness_error`. */
  readonly failure: string | undefined;
  readonly decision: Decision | undefined;
  /** What is done first; a stop may come before any call, whatever route was decided on. */
  readonly firstStep: Step | undefined;
  /** Of one call of each route that was kept or may follow; absent: not known. */
  readonly estimates: ReadonlyMap<string, CostEstimate>;
  /** Ceilings that count this record; `key` absent: with all traffic. */
  readonly ceilings: readonly { readonly ceiling: string; readonly key: string | undefined }[];
}
