import { type Arm, armsOf } from "../arms.ts";
import { amountDifferenceText, amountText, totalText } from "../cost-text.ts";
import { errorsOf } from "../error-origin.ts";
import { estimateText, intervalText } from "../estimate-text.ts";
import { inert, table } from "../markdown-text.ts";
import { countText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";
import { paidText } from "../spend-text.ts";

/** More columns than this do not fit a screen; the rest stand under "Policies". */
const CANDIDATES_SHOWN = 2;

/** What was replayed, and the few numbers everybody looks for first. */
export function firstScreen(report: RunReport): string {
  const [baseline, ...candidates] = armsOf(report);
  const shown = candidates.slice(0, CANDIDATES_SHOWN);
  const columns = shown.flatMap(({ name }) => [inert(name), "difference"]);
  const header = ["", `${inert(baseline.name)} (baseline)`, ...columns];
  const rows = measures.map(({ title, value, difference }) => [
    title,
    value(baseline),
    ...shown.flatMap((arm) => [value(arm), difference(baseline, arm)]),
  ]);
  const more = candidates.length - shown.length;
  const note = more > 0 ? ` ${countText(more)} more candidates: see "Policies".` : "";
  const spend = paidText(report);
  const paid =
    spend === undefined
      ? ""
      : ` Paid for this run: ${spend}; a call that two policies share is paid once.`;
  return `${replayedLine(report)}\n\n${table(header, rows)}\n\nIn brackets: interval and number of records; the differences are paired.${note}${paid}`;
}

function replayedLine({ comparison, manifest }: RunReport): string {
  const { name, kind, records, rejected } = comparison.dataset;
  const unread = rejected === 0 ? "" : `, ${countText(rejected)} rows could not be read`;
  return [
    `run ${inert(manifest.run_id)}`,
    `dataset ${inert(name)} (${inert(kind)}, ${countText(records)} records${unread})`,
    `provider: ${inert(manifest.provider)}`,
  ].join(" · ");
}

interface Measure {
  readonly title: string;
  readonly value: (arm: Arm) => string;
  readonly difference: (baseline: Arm, arm: Arm) => string;
}

const measures: readonly Measure[] = [
  {
    title: "acceptance rate",
    value: ({ metrics }) => estimateText(metrics.overall.acceptance_rate, "rate"),
    difference: (_, { comparison }) =>
      comparison === undefined ? "" : estimateText(comparison.acceptance_rate_difference, "points"),
  },
  {
    title: "p95 to the final answer",
    value: ({ metrics }) => estimateText(metrics.overall.latency.p95_ms, "ms"),
    difference: (_, { comparison }) =>
      comparison === undefined ? "" : estimateText(comparison.p95_complete_ratio, "ratio"),
  },
  {
    title: "**cost per accepted outcome**",
    value: ({ metrics }) => estimateText(metrics.overall.cost.per_accepted_usd, "usd"),
    difference: (_, { comparison }) =>
      comparison === undefined ? "" : estimateText(comparison.cost_per_accepted_ratio, "ratio"),
  },
  {
    title: "total cost",
    value: ({ metrics }) => totalText(metrics.overall),
    difference: (before, after) =>
      amountDifferenceText(
        before.metrics.overall,
        after.metrics.overall,
        ({ cost }) => cost.total_usd,
      ),
  },
  {
    title: "of it for rejected work",
    value: ({ metrics }) => amountText(metrics.overall, metrics.overall.cost.not_accepted_usd),
    difference: (before, after) =>
      amountDifferenceText(
        before.metrics.overall,
        after.metrics.overall,
        ({ cost }) => cost.not_accepted_usd,
      ),
  },
  {
    title: "records ending in an error",
    value: ({ metrics }) => intervalText(metrics.overall.error_rate, "rate"),
    difference: (before, after) =>
      `ours ${errorChange(before, after, "ours")}, the provider's ${errorChange(before, after, "provider")}`,
  },
];

function errorChange(before: Arm, after: Arm, origin: "ours" | "provider"): string {
  const counts = [before, after].map(({ metrics }) => countText(errorsOf(metrics.overall, origin)));
  return counts.join(" → ");
}
