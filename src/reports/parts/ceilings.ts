import { armsOf } from "../arms.ts";
import { clockText } from "../clock-text.ts";
import { count } from "../number-spans.ts";
import { itemsOf } from "../place.ts";
import type { RunReport } from "../run-report.ts";
import { own, words } from "../words.ts";
import { firstRows, paragraph, type Part, table } from "./part.ts";

const NOTE =
  "When a ceiling first took a route from a record, and how many more records of that period it did so to.";

const titles = ["policy", "ceiling", "of", "period", "reached after", "further records"] as const;

/** Which ceilings were reached, on which day; absent: none was. */
export function ceilings(report: RunReport, rows: number): Part | undefined {
  const reached = armsOf(report).flatMap(({ name, place }) => {
    const timeline = place.find("timeline");
    return timeline === undefined ? [] : itemsOf(timeline.at("caps")).map((cap) => ({ name, cap }));
  });
  if (reached.length === 0) return undefined;
  const { shown } = firstRows(reached, rows, "ceilings");
  const unlisted = armsOf(report).reduce(
    (sum, { metrics }) => sum + (metrics.timeline?.caps_left_out ?? 0),
    0,
  );
  const rest = reached.length - shown.length + unlisted;
  const cells = shown.map(({ name, cap }) => {
    const { ceiling, key, period, repeat, reached_at_ms: at } = cap.value;
    return [
      name,
      ceiling,
      key === null ? own("all traffic") : key,
      repeat === undefined ? period : words`${period}, repeat ${own(String(repeat))}`,
      own(clockText(at)),
      count(cap.at("records_after")),
    ];
  });
  const leftOut =
    rest > 0 ? ({ count: rest, noun: undefined, file: "comparison.json" } as const) : undefined;
  return {
    id: "ceilings",
    title: "Ceilings that were reached",
    blocks: [
      paragraph(words`${own(NOTE)}`),
      table("Ceilings that were reached, by policy", titles.map(own), cells, leftOut),
    ],
  };
}
