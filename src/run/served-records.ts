import type { ServedRecord } from "../comparison/quality-table.ts";
import type { Outcome } from "../core/outcome.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import type { Registry } from "../core/route.ts";
import type { Scorer } from "../core/scorer.ts";
import { knownGrades } from "./known-grades.ts";

/** What an outcome table says that its routes made of a record. */
export function tabledRecords(
  record: ReplayRecord,
  routes: readonly string[],
  task: string | undefined,
  { registry, scorer }: { readonly registry: Registry; readonly scorer: Scorer },
): readonly ServedRecord[] {
  return knownGrades(record, routes, registry, scorer).flatMap((grade, index) => {
    const route = routes[index];
    if (grade === undefined || route === undefined) return [];
    const { accepted, costNanoUsd, latencyMs } = grade;
    const outputTokens = record.outcomes?.get(route)?.usage.outputTokens;
    return [{ route, task, accepted, costNanoUsd, latencyMs, outputTokens }];
  });
}

/**
 * What a run's outcome says of a route, retries included; absent: nothing was called, nothing is
 * known of it, or several routes had a part in it, so that nobody can say whose work it is.
 */
export function servedRecord(
  { attempts, ending, grade }: Outcome,
  task: string | undefined,
): ServedRecord | undefined {
  const [first] = attempts;
  if (first === undefined || ending.kind === "not_covered") return undefined;
  if (attempts.some(({ route }) => route !== first.route)) return undefined;
  return {
    route: first.route,
    task,
    accepted: grade.accepted,
    costNanoUsd: sum(attempts.map(({ costNanoUsd }) => costNanoUsd)),
    latencyMs: sum(
      attempts.map(({ waitedMs, latencyMs }) =>
        latencyMs === undefined ? undefined : waitedMs + latencyMs,
      ),
    ),
    outputTokens: attempts.at(-1)?.usage.outputTokens,
  };
}

/** Absent: one of them is not known. */
function sum(values: readonly (number | undefined)[]): number | undefined {
  let total = 0;
  for (const value of values) {
    if (value === undefined) return undefined;
    total += value;
  }
  return total;
}
