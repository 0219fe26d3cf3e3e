import type { RunManifest } from "../core/run-manifest.ts";
import { armsOf, type Arm } from "./arms.ts";
import { countText, rateText } from "./numbers.ts";
import type { RunReport } from "./run-report.ts";

/** What no cost of a report holds, whatever the run. */
export const exclusions = [
  "what judges or classifiers cost",
  "taxes, discounts, credits and minimum commitments (list prices, not your contract's)",
] as const;

/** Something that the numbers do not hold. */
export interface Exclusion {
  /** Whose numbers; absent: all. */
  readonly policy?: string;
  /** A sentence; after the policy's name where there is one. */
  readonly text: string;
}

/** What the numbers do not hold: the box that finance looks for. */
export function exclusionsOf(report: RunReport): readonly Exclusion[] {
  const { rejected, excluded } = report.comparison.dataset;
  const general = [
    ...exclusions.map((text) => `Cost: ${text}.`),
    provenances[report.manifest.provider],
    ...counted(rejected, "rows that could not be read (rejected.jsonl)."),
    ...counted(excluded, "records left out by the dataset's exclude lists."),
  ];
  return [...general.map((text) => ({ text })), ...armsOf(report).flatMap(unknownOf)];
}

function unknownOf({ name, metrics: { overall } }: Arm): readonly Exclusion[] {
  const unknown = [
    ...counted(overall.cost.unknown_attempts, "attempts without a known cost"),
    ...counted(overall.tokens.unknown_attempts, "attempts without known tokens"),
    ...counted(overall.latency.unknown, "outcomes without a known latency"),
    ...counted(overall.not_covered, `records not covered (coverage ${rateText(overall.coverage)})`),
  ];
  return unknown.length === 0 ? [] : [{ policy: name, text: `${unknown.join(", ")}.` }];
}

const provenances: Readonly<Record<RunManifest["provider"], string>> = {
  simulated:
    "Real providers: answers, errors, latencies and tokens are simulated from the registry.",
  table: "New calls: answers, latencies and costs are those of the outcome table.",
  log: "New calls: answers, latencies and costs are those of the request log.",
  recorded: "New calls: answers, tokens and latencies are those of the recordings.",
  live: "Tomorrow: answers, latencies and limits are those of the hour in which it was run.",
};

function counted(count: number, what: string): readonly string[] {
  return count === 0 ? [] : [`${countText(count)} ${what}`];
}
