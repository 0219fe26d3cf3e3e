import type { ConditionSource } from "./condition-source.ts";
import type { RedactionKind } from "./redaction-kinds.ts";

export const riskClasses = ["low", "medium", "high"] as const;
export type RiskClass = (typeof riskClasses)[number];

/** What a policy does with a record for which no route is eligible. */
export type NoEligibleRoute = "refuse" | "queue" | "ask_a_person" | "redact";

/** How a policy tells risky records, and where their content may go. */
export interface RiskRule {
  /** A record's own class; absent: the workflow's alone. The higher of both counts. */
  readonly classBy: ConditionSource | undefined;
  /** A record's own sensitivity of data; absent: the workflow's. */
  readonly sensitivityBy: ConditionSource | undefined;
  /** Sorted by sensitivity; `sensitivity` absent: for all data. Empty: any region will do. */
  readonly approvedRegions: readonly {
    readonly sensitivity: string | undefined;
    readonly regions: readonly string[];
  }[];
  /** What is taken out of a request where `onNoEligibleRoute` is `redact`. */
  readonly redact: readonly RedactionKind[];
}
