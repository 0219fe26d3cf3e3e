import type { RunManifest } from "../../core/run-manifest.ts";
import { armsOf } from "../arms.ts";
import { inert } from "../markdown-text.ts";
import { countText, rateText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";

/** What no cost of a report holds, whatever the run. */
export const exclusions = [
  "what judges or classifiers cost",
  "taxes, discounts, credits and minimum commitments (list prices, not your contract's)",
] as const;

/** What the numbers do not hold: the box that finance looks for. */
export function notInTheNumbers(report: RunReport): string {
  const { dataset } = report.comparison;
  const lines = [...exclusions.map((text) => `Cost: ${text}.`), ...provenance(report)];
  if (dataset.rejected > 0) {
    lines.push(`${countText(dataset.rejected)} rows that could not be read (rejected.jsonl).`);
  }
  if (dataset.excluded > 0) {
    lines.push(`${countText(dataset.excluded)} records left out by the dataset's exclude lists.`);
  }
  for (const { name, metrics } of armsOf(report)) {
    const { overall } = metrics;
    const unknown = [
      ...counted(overall.cost.unknown_attempts, "attempts without a known cost"),
      ...counted(overall.tokens.unknown_attempts, "attempts without known tokens"),
      ...counted(overall.latency.unknown, "outcomes without a known latency"),
      ...counted(
        overall.not_covered,
        `records not covered (coverage ${rateText(overall.coverage)})`,
      ),
    ];
    if (unknown.length > 0) lines.push(`${inert(name)}: ${unknown.join(", ")}.`);
  }
  return `## Not in these numbers\n\n${lines.map((line) => `- ${line}`).join("\n")}`;
}

const provenances: Readonly<Record<RunManifest["provider"], string>> = {
  simulated:
    "Real providers: answers, errors, latencies and tokens are simulated from the registry.",
  table: "New calls: answers, latencies and costs are those of the outcome table.",
  log: "New calls: answers, latencies and costs are those of the request log.",
  recorded: "New calls: answers, tokens and latencies are those of the recordings.",
  live: "Tomorrow: answers, latencies and limits are those of the hour in which it was run.",
};

function provenance({ manifest }: RunReport): readonly string[] {
  return [provenances[manifest.provider]];
}

function counted(count: number, what: string): readonly string[] {
  return count === 0 ? [] : [`${countText(count)} ${what}`];
}
