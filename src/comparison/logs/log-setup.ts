import type { CostAgreement } from "../../core/coverage.ts";
import type { LogSummary } from "../../core/log-summary.ts";

/** What is known of a replayed request log besides its records and outcomes. */
export interface LogSetup {
  readonly summary: LogSummary;
  readonly costs: CostAgreement;
  /** Answers of the log on which no grader has anything to say. */
  readonly unjudged: number;
  /** Names of routes that the registry does not know, to attempts. */
  readonly unknownRoutes: ReadonlyMap<string, number>;
  /**
   * By arm, for a policy that draws its routes: how probable each is. Absent: it always takes the
   * one that it decides on.
   */
  readonly drawn: readonly (ReadonlyMap<string, number> | undefined)[];
  /** By arm: ids of the first records without an outcome, in the dataset's order. */
  readonly firstUncovered: readonly (readonly string[])[];
}
