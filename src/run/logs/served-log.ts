import type { ReplayRecord } from "../../core/replay-record.ts";
import type { Outcome } from "../../core/outcome.ts";
import type { Registry } from "../../core/route.ts";
import { loggedRouteOf } from "../../core/logged-route.ts";
import type { LoggedGrade } from "../../comparison/logs/logged-grade.ts";
import type { CheckedDataset } from "../../datasets/check-dataset.ts";
import type { Manifest } from "../../datasets/read-manifest.ts";
import { createScorer } from "../../scoring/create-scorer.ts";
import { loggedGrade } from "./logged-grade-of.ts";
import { outcomeOfLog, type LogReader } from "./outcome-of-log.ts";

/** A request of a log, and what became of it. */
export interface ServedRecord {
  /** Its ordinal counts from the first of the log. */
  readonly record: ReplayRecord;
  readonly outcome: Outcome;
  readonly grade: LoggedGrade;
}

/**
 * Reads a request log as it was served, graded by its own graders; every record of it holds what
 * was logged. Throws `HarnessError` where the data changed since it was checked.
 */
export async function* servedRecords(
  manifest: Manifest,
  dataset: CheckedDataset,
  registry: Registry,
): AsyncGenerator<readonly ServedRecord[]> {
  const routeOf = loggedRouteOf(registry);
  const reader: LogReader = {
    routeOf,
    registry,
    scorer: createScorer(manifest.scoring, { minScore: manifest.minScore }),
    cost: manifest.log?.cost ?? "logged",
  };
  for await (const batch of dataset.records()) {
    yield batch.flatMap((record) => {
      const { logged } = record;
      if (logged === undefined) return [];
      const outcome = outcomeOfLog(record, reader);
      return [{ record, outcome, grade: loggedGrade(outcome, logged, routeOf) }];
    });
  }
}
