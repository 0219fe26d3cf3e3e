import { type Arm, armsOf } from "../arms.ts";
import { originMeanings, originOf } from "../error-origin.ts";
import { count } from "../number-spans.ts";
import type { RunReport } from "../run-report.ts";
import { own, type Word, words } from "../words.ts";
import { type Block, firstRows, paragraph, type Part, table } from "./part.ts";

/** More columns are too wide to read. */
const MOST_POLICIES = 5;

/** Error classes by record, whose they are, and how records ended. */
export function errors(report: RunReport, rows: number): Part {
  const { shown, leftOut } = firstRows(armsOf(report), Math.min(rows, MOST_POLICIES), "policies");
  const classes = namesOf(shown, "errors");
  return {
    id: "errors",
    title: "Errors and endings",
    blocks: [
      classes.length === 0
        ? paragraph(words`No record ended in an error.`)
        : classTable(shown, classes, rows),
      endingTable(shown, rows),
    ],
    leftOut,
  };
}

function classTable(arms: readonly Arm[], classes: readonly string[], rows: number): Block {
  const { shown, leftOut } = firstRows(classes, rows, "error classes");
  const header = [...["class", "whose", "meaning"].map(own), ...arms.map(({ name }) => name)];
  const cells = shown.map((name) => [
    name,
    own(originOf(name)),
    own(originMeanings[originOf(name)]),
    ...counts(arms, "errors", name),
  ]);
  return table("Records that ended in an error, by its class", header, cells, leftOut);
}

function endingTable(arms: readonly Arm[], rows: number): Block {
  const { shown, leftOut } = firstRows(namesOf(arms, "endings"), rows, "endings");
  const header = [own("how records ended"), ...arms.map(({ name }) => name)];
  const cells = shown.map((name) => [name, ...counts(arms, "endings", name)]);
  return table("How records ended", header, cells, leftOut);
}

type Counted = "errors" | "endings";

function counts(arms: readonly Arm[], key: Counted, name: string): readonly Word[] {
  return arms.map(({ place }) => {
    const found = place.at("overall").at(key).find(name);
    return found === undefined ? own("0") : count(found);
  });
}

/** Names that any policy has, the most frequent first. */
function namesOf(arms: readonly Arm[], key: Counted): readonly string[] {
  const totals = new Map<string, number>();
  for (const { metrics } of arms) {
    for (const [name, records] of Object.entries(metrics.overall[key])) {
      totals.set(name, (totals.get(name) ?? 0) + records);
    }
  }
  return [...totals]
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
    .map(([name]) => name);
}
