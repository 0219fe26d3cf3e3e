import type { Ending } from "../core/outcome.ts";
import type { EndpointFamily, ProviderName } from "../core/route.ts";
import type { SchemaFault } from "../core/schema-fault.ts";
import type { AttemptKind } from "../core/step.ts";
import type { FailureLine, ReplyLine } from "./reply-line.ts";
import type { TraceLine } from "./trace-line.ts";

/** An attempt as a line holds it. */
export interface AttemptLine extends ReplyLine {
  readonly kind: AttemptKind;
  /** Absent: the outcome's own reason. */
  readonly because?: string | undefined;
  readonly unreviewed?: true | undefined;
  readonly route: string;
  readonly provider: ProviderName;
  readonly requested_model: string;
  readonly endpoint_family?: EndpointFamily | undefined;
  /** Absent: dispatched at once. */
  readonly queued_ms?: number | undefined;
  readonly dispatched_ms: number;
  readonly waited_ms?: number | undefined;
  readonly schema_valid?: boolean | undefined;
}

/** A grader's opinion as a line holds it. */
export interface ScoreLine {
  readonly name: string;
  readonly value?: number | undefined;
  readonly passed?: boolean | undefined;
  readonly because: string;
  readonly label?: string | undefined;
  readonly expected_label?: string | undefined;
  readonly fault?: SchemaFault | undefined;
}

/** One line of `outcomes.jsonl`. An absent field is unknown or does not apply; never zero. */
export interface JournalLine {
  readonly record: string;
  readonly ordinal: number;
  readonly policy: string;
  readonly arm: number;
  readonly repeat: number;
  readonly route?: string | undefined;
  readonly because: string;
  readonly review?: readonly string[] | undefined;
  readonly ending: Ending["kind"];
  readonly ending_because?: string | undefined;
  /** Of `static_answer`; absent: its text is not kept. */
  readonly ending_text?: string | undefined;
  readonly failure?: FailureLine | undefined;
  readonly attempts: readonly AttemptLine[];
  readonly accepted: boolean;
  readonly score?: number | undefined;
  readonly schema_valid?: boolean | undefined;
  readonly scores?: readonly ScoreLine[] | undefined;
  /** What the policy knew and did besides; absent: nothing to tell. */
  readonly trace?: TraceLine | undefined;
}
