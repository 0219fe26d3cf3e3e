import type { NotCoveredReason } from "../../core/attempt.ts";
import type { ArmColumns } from "../arm-columns.ts";
import type { Collected } from "../collected.ts";
import type { ArmPair } from "../promotion-gates.ts";
import { notCoveredCounts } from "./coverage-report.ts";

const words: Readonly<Record<NotCoveredReason, (count: string) => string>> = {
  other_route: (count) => `the log served another route on ${count} records`,
  attempt_not_logged: (count) => `the log holds no such attempt on ${count} records`,
  redacted: (count) => `the log keeps no prompt on ${count} records`,
  route_unknown: (count) => `the registry does not know the log's route on ${count} records`,
};

/**
 * What keeps a log from scoring the arm of which it holds less, for the head of the verdict;
 * absent: it holds every outcome, or the outcomes are not a log's.
 */
export function unloggedBecause(
  { baseline, candidate }: ArmPair,
  { records: { logged } }: Collected,
): string | undefined {
  if (logged === undefined) return undefined;
  const [before, after] = [countOf(baseline), countOf(candidate)];
  const arm = before > after ? baseline : candidate;
  const counts = notCoveredCounts(arm);
  const parts = (Object.keys(words) as NotCoveredReason[])
    .filter((reason) => counts[reason] > 0)
    .toSorted((a, b) => counts[b] - counts[a])
    .map((reason) => words[reason](`${grouped(counts[reason])} of ${grouped(arm.present.length)}`));
  if (parts.length === 0) return undefined;
  const canBeCalled = counts.redacted < Math.max(before, after);
  const why = `for ${arm.key}, ${parts.join(", ")}`;
  if (!canBeCalled) return `${why}, and what is not kept can be neither judged nor called`;
  return `${why}, and one policy's log cannot score another there: run --provider live --only-uncovered replays them`;
}

function countOf({ notCovered }: ArmColumns): number {
  let count = 0;
  for (const code of notCovered ?? []) if (code !== 0) count += 1;
  return count;
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
