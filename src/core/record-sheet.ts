import type { JsonValue } from "./json.ts";
import type { Outcome } from "./outcome.ts";

/** One record and what became of it under each policy: what every drill-down is made of. */
export interface RecordSheet {
  /** Position among the selected records, from 0. */
  readonly ordinal: number;
  readonly recordId: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Absent: texts are not kept, or the data is not what the run read. */
  readonly prompt: string | undefined;
  readonly expected: JsonValue | undefined;
  /** Why prompt, tags and what is expected are not there; absent: they are. */
  readonly untold?: string;
  /** By policy, the baseline first, and by repeat within a policy; those that are finished. */
  readonly arms: readonly SheetArm[];
}

/** One repeat of a record under one policy. */
export interface SheetArm {
  /** The policy's name within the run. */
  readonly policy: string;
  readonly outcome: Outcome;
}
