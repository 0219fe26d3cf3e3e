import type { RunManifest } from "../../core/run-manifest.ts";
import { armsOf } from "../arms.ts";
import { count, plain } from "../number-spans.ts";
import { comparisonPlace, type Place } from "../place.ts";
import type { RunReport } from "../run-report.ts";
import { listed, own, type Word, type Words, words } from "../words.ts";
import { list, type Part } from "./part.ts";

/** What no cost of a report holds, whatever the run. */
export const exclusions = [
  "what judges or classifiers cost",
  "taxes, discounts, credits and minimum commitments (list prices, not your contract's)",
] as const;

/** What the numbers do not hold: the box that finance looks for. */
export function notInTheNumbers(report: RunReport): Part {
  const dataset = comparisonPlace(report).at("dataset");
  const { rejected, excluded } = dataset.value;
  const lines: Words[] = [
    ...exclusions.map((text) => words`Cost: ${own(text)}.`),
    words`${own(provenances[report.manifest.provider])}`,
  ];
  if (rejected > 0) {
    lines.push(
      words`${count(dataset.at("rejected"))} rows that could not be read (rejected.jsonl).`,
    );
  }
  if (excluded > 0) {
    lines.push(
      words`${count(dataset.at("excluded"))} records left out by the dataset's exclude lists.`,
    );
  }
  for (const { name, place } of armsOf(report)) {
    const overall = place.at("overall");
    const coverage = words`records not covered (coverage ${plain(overall.at("coverage"), "rate")})`;
    const unknown = [
      ...counted(overall.at("cost").at("unknown_attempts"), own("attempts without a known cost")),
      ...counted(overall.at("tokens").at("unknown_attempts"), own("attempts without known tokens")),
      ...counted(overall.at("latency").at("unknown"), own("outcomes without a known latency")),
      ...counted(overall.at("not_covered"), coverage),
    ];
    if (unknown.length > 0) lines.push(words`${name}: ${listed(unknown)}.`);
  }
  return { id: "not-included", title: "Not in these numbers", blocks: [list(lines)] };
}

const provenances: Readonly<Record<RunManifest["provider"], string>> = {
  simulated:
    "Real providers: answers, errors, latencies and tokens are simulated from the registry.",
  table: "New calls: answers, latencies and costs are those of the outcome table.",
  log: "New calls: answers, latencies and costs are those of the request log.",
  recorded: "New calls: answers, tokens and latencies are those of the recordings.",
  live: "Tomorrow: answers, latencies and limits are those of the hour in which it was run.",
};

function counted(place: Place<number>, what: Word): readonly Words[] {
  return place.value === 0 ? [] : [words`${count(place)} ${what}`];
}
