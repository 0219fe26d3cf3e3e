import type { PlannedGate } from "../../core/run-plan.ts";
import type { GateEffect } from "./planning-sample.ts";
import type { ReachedGate } from "./gate-reach.ts";

/** What is said of one gate before the run. */
export function plannedGate(
  candidate: string,
  reached: ReachedGate,
  { smallestEffect, recordsNeeded, fewestRecords }: GateEffect,
): PlannedGate {
  const { gate, reach, canPass, canFail, passesIfEqual, n } = reached;
  return {
    id: gate.id,
    candidate,
    metric: gate.metric,
    scope: gate.scope,
    reach,
    can_pass: canPass,
    can_fail: canFail,
    passes_if_equal: passesIfEqual,
    n,
    // What cannot pass shows nothing, whatever it would if it could.
    smallest_effect: canPass ? smallestEffect : null,
    records_needed: recordsNeeded,
    fewest_records: fewestRecords,
    because: becauseOf(reached, fewestRecords),
  };
}

/** One sentence on what so many records can make of a gate. */
export function becauseOf(reached: ReachedGate, fewestRecords: number | null): string {
  const { reach, n, passesIfEqual, reason } = reached;
  const outcomes = `${n} outcome${n === 1 ? "" : "s"}`;
  const fewest =
    fewestRecords === null || fewestRecords <= n
      ? ""
      : `; at least ${fewestRecords} records are needed`;
  switch (reach) {
    case "cannot_pass": {
      if (n === 0) return `it speaks of no outcome here, so it never passes`;
      const why = reason === undefined ? "" : ` (${reason.replaceAll("_", " ")})`;
      return `not even outcomes without a fault pass with ${outcomes}${why}${fewest}`;
    }
    case "cannot_fail":
      return `not even the worst outcomes fail with ${outcomes}${fewest}`;
    case "only_if_better":
      return `with ${outcomes} a candidate that is equal would not pass, only one that is measurably better${fewest}`;
    case "count":
      return `counted, not estimated: one exception among ${outcomes} breaks it`;
    case "attainable":
      return passesIfEqual === false
        ? `${outcomes} can decide it; it asks the candidate to be better than the baseline`
        : `${outcomes} can decide it`;
  }
}

/** The same for whoever is about to start a run; absent: nothing has to be said. */
export function reachWarning(candidate: string, reached: ReachedGate): string | undefined {
  const { reach, gate } = reached;
  if (reach !== "cannot_pass" && reach !== "cannot_fail") return undefined;
  return `${candidate}: gate ${gate.id} ${reach === "cannot_pass" ? "cannot pass" : "cannot fail"}: ${becauseOf(reached, null)}`;
}
