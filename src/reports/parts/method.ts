import { armsOf } from "../arms.ts";
import { count } from "../number-spans.ts";
import type { RunReport } from "../run-report.ts";
import { listed, own, words } from "../words.ts";
import { firstRows, list, type Part } from "./part.ts";

const NOTES = [
  "Every record ends in exactly one state and stays in every denominator: an errored record is not accepted, unless the grader refusal expects that very end, and its cost and latency count. Only records that were not covered are left out; coverage says how many.",
  "Cost per accepted outcome: everything spent, failed and rejected work included, over the accepted outcomes. Its interval and that of the ratio to the baseline come from the log-delta method on pairs.",
  "Quantiles are nearest rank: the smallest latency that at least that share of the outcomes does not exceed. Latency is what a caller of the router waits, with retries, backoff and fallbacks and without any wait for a slot of the replay: a closed loop sends less when a provider stalls, so it tells nothing of waits under load, which `--speed` replays.",
  "Rates are shown with two-sided Wilson intervals; gates on a rate decide by one-sided Clopper-Pearson bounds, so a shown interval and a gate can differ slightly.",
  "Differences of acceptance rates are paired, record by record, with Tango's score interval; McNemar's test looks at the discordant pairs alone; with groups or repeats it is a sign test of each cluster's net difference.",
  "A call that a timeout cut off is known to be slower than the timeout and nothing more: it counts as over any limit, and a quantile that falls among such calls never passes.",
  "Grouped records count by group: intervals are then widened for clusters, and the method beside the number says so.",
  "A gate passes when its bound is on the good side of the limit and is violated when the opposite bound is on the bad side. A violation rejects only if it survives Holm's correction over all gates; promotion needs every gate to pass, with data.",
] as const;

/** How the numbers were made, for whoever must defend them. */
export function method(report: RunReport, rows: number): Part {
  const shared = armsOf(report).flatMap(({ name, pair }) => {
    const calls = pair?.find("shared_calls");
    if (calls === undefined || calls.value === 0) return [];
    return [
      words`${name} asked the same as the baseline for ${count(calls)} outcomes: each such call was sent once and is charged to both, and its answer and latency are the same in both.`,
    ];
  });
  const methods = new Set(
    report.comparison.comparisons.flatMap(({ gates }) =>
      gates.map(({ observed }) => observed.method),
    ),
  );
  const { shown, leftOut } = firstRows([...methods], rows, "methods");
  const gates = shown.length === 0 ? [] : [words`Methods of this run's gates: ${listed(shown)}.`];
  const lines = [
    ...NOTES.map((note) => words`${own(note)}`),
    ...firstRows(shared, rows, "candidates").shown,
    ...gates,
  ];
  return { id: "method", title: "Method", blocks: [list(lines, leftOut)] };
}
