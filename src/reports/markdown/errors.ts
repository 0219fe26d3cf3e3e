import { type Arm, armsOf } from "../arms.ts";
import { originMeanings, originOf } from "../error-origin.ts";
import { inert, table } from "../markdown-text.ts";
import { countText } from "../numbers.ts";
import { ownValue } from "../own-value.ts";
import type { RunReport } from "../run-report.ts";
import { cutList } from "./cut-list.ts";

/** Error classes by record, whose they are, and how records ended. */
export function errors(report: RunReport, rows: number): string {
  const arms = cutList(armsOf(report), Math.min(rows, 5), "policies");
  const classes = namesOf(arms.shown, ({ metrics }) => metrics.overall.errors);
  const endings = namesOf(arms.shown, ({ metrics }) => metrics.overall.endings);
  const parts = [
    classes.length === 0 ? "No record ended in an error." : classTable(arms.shown, classes, rows),
    countTable(
      "how records ended",
      arms.shown,
      endings,
      rows,
      ({ metrics }) => metrics.overall.endings,
    ),
  ];
  return `## Errors and endings\n\n${parts.join("\n\n")}${arms.note}`;
}

function classTable(arms: readonly Arm[], classes: readonly string[], rows: number): string {
  const { shown, note } = cutList(classes, rows, "error classes");
  const header = ["class", "whose", "meaning", ...arms.map(({ name }) => inert(name))];
  const cells = shown.map((name) => [
    inert(name),
    originOf(name),
    originMeanings[originOf(name)],
    ...arms.map(({ metrics }) => countText(ownValue(metrics.overall.errors, name) ?? 0)),
  ]);
  return `${table(header, cells)}${note}`;
}

function countTable(
  title: string,
  arms: readonly Arm[],
  names: readonly string[],
  rows: number,
  countsOf: (arm: Arm) => Readonly<Record<string, number>>,
): string {
  const { shown, note } = cutList(names, rows, "endings");
  const header = [title, ...arms.map(({ name }) => inert(name))];
  const cells = shown.map((name) => [
    inert(name),
    ...arms.map((arm) => countText(ownValue(countsOf(arm), name) ?? 0)),
  ]);
  return `${table(header, cells)}${note}`;
}

/** Names that any policy has, the most frequent first. */
function namesOf(
  arms: readonly Arm[],
  countsOf: (arm: Arm) => Readonly<Record<string, number>>,
): readonly string[] {
  const totals = new Map<string, number>();
  for (const arm of arms) {
    for (const [name, count] of Object.entries(countsOf(arm))) {
      totals.set(name, (totals.get(name) ?? 0) + count);
    }
  }
  return [...totals]
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
    .map(([name]) => name);
}
