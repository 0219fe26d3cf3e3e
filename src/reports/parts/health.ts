import { type Arm, armsOf } from "../arms.ts";
import { overrideLines } from "../decision-text.ts";
import { errorOrigins, errorsOf } from "../error-origin.ts";
import { count, derived, interval, plain } from "../number-spans.ts";
import { comparisonPlace } from "../place.ts";
import type { RunReport } from "../run-report.ts";
import { ownProblems } from "../run-result.ts";
import { data, listed, own, term, type Word, words } from "../words.ts";
import { firstRows, list, type Part, table } from "./part.ts";

const WARNING_CHARS = 300;

const header = [
  own("policy"),
  own("planned"),
  own("replayed"),
  own("paired"),
  term("coverage", "coverage"),
  term("error_rate", "error rate"),
  own("errors by origin"),
  own("unknown costs"),
  own("unknown latencies"),
];

/** Whether this run can be trusted: what was planned, replayed, paired, lost and unknown. */
export function health(report: RunReport, rows: number): Part {
  const dataset = comparisonPlace(report).at("dataset");
  const planned = dataset.value.records * report.comparison.repeats;
  const { shown, leftOut } = firstRows(armsOf(report), rows, "policies");
  const all = runWarnings(report);
  const warnings = firstRows(all, rows, "warnings", "run.json");
  const lines = [
    words`Rows that could not be read: ${count(dataset.at("rejected"))}; records excluded: ${count(dataset.at("excluded"))}.`,
    words`Infrastructure: ${data(ownProblems(report) ?? "within the limit", WARNING_CHARS)}.`,
    ...warnings.shown.map((warning) => words`Warning: ${data(warning, WARNING_CHARS)}`),
    ...(all.length === 0 ? [words`No warnings.`] : []),
  ];
  return {
    id: "health",
    title: "Can this run be trusted?",
    blocks: [
      table(
        "What was replayed of each policy, and what is not known",
        header,
        shown.map((arm) => healthRow(arm, planned)),
        leftOut,
      ),
      list(lines, warnings.leftOut),
    ],
  };
}

/** What a reader has to know before the numbers: overrides first. */
export function runWarnings({ manifest }: RunReport): readonly string[] {
  return [...overrideLines(manifest.decisions ?? []), ...manifest.warnings];
}

function healthRow({ name, place, pair }: Arm, planned: number): readonly Word[] {
  const overall = place.at("overall");
  return [
    name,
    derived(planned, "count"),
    count(overall.at("records")),
    pair === undefined ? own("–") : count(pair.at("pairs")),
    plain(overall.at("coverage"), "rate"),
    interval(overall.at("error_rate"), "rate"),
    errorsByOrigin(overall.value),
    count(overall.at("cost").at("unknown_attempts")),
    count(overall.at("latency").at("unknown")),
  ];
}

function errorsByOrigin(overall: Arm["metrics"]["overall"]): Word {
  const found = errorOrigins
    .map((origin) => ({ origin, records: errorsOf(overall, origin) }))
    .filter(({ records }) => records > 0)
    .map(({ origin, records }) => words`${own(origin)} ${derived(records, "count")}`);
  return found.length === 0 ? own("none") : listed(found);
}
